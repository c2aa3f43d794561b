package dev.codex.tools.shell;

import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tools.shell.output.SessionOutput;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** What a model is told of a command, in the form that it knows from Codex. */
final class ShellAnswer {

  private static final int BYTES_PER_TOKEN = 4;

  /** No answer says more in bytes around the text of the command. */
  private static final int AROUND = 400;

  /** The mark where something is left out, without the number in it. */
  private static final int MARK = 23;

  private final StringBuilder text = new StringBuilder(256);
  private final long start = System.nanoTime();
  private final String id =
      String.format(Locale.ROOT, "%06x", ThreadLocalRandom.current().nextInt(1 << 24));

  private final long limit;
  private final int maxTokens;

  /** Begins with the call: its time is what the answer tells. */
  ShellAnswer(ToolInvocation call) {
    // a longer answer would be cut in the middle on its way to the model, head and all
    this.limit = call.maxOutputTokens() * (long) BYTES_PER_TOKEN * 6 / 5;
    this.maxTokens = call.maxOutputTokens();
  }

  /** The command has ended. */
  ToolResult ended(ShellSession session, int maxTokens) {
    OptionalInt exit = session.exitCode();
    head().append("Process exited with code ").append(exit.orElse(-1));
    String body = output(session, maxTokens);
    return exit.orElse(-1) == 0 ? ToolResult.text(body) : ToolResult.error(body);
  }

  /** The command runs on under this number. */
  ToolResult running(ShellSession session, int number, int maxTokens) {
    head().append("Process running with session ID ").append(number);
    return ToolResult.text(output(session, maxTokens));
  }

  private StringBuilder head() {
    return text.append("Chunk ID: ")
        .append(id)
        .append(String.format(Locale.ROOT, "\nWall time: %.4f seconds\n", seconds()));
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private String output(ShellSession session, int wanted) {
    SessionOutput.Part part = session.output().take(id, room(wanted, AROUND));
    text.append("\nOriginal token count: ").append(part.text().tokens()).append("\nOutput:\n");
    timeOut(session);
    if (part.text().fits(room(wanted, text.length()))) {
      return text.append(part.text().whole()).toString();
    }
    text.append("Warning: truncated output (original token count: ")
        .append(part.text().shownTokens())
        .append(part.text().omitted() == 0 ? ")\nTotal output lines: " + part.lines() : ")\n")
        .append(part.text().omitted() == 0 ? "" : part.text().omission())
        .append("\n\n");
    return text.append(cut(part, wanted)).toString();
  }

  private String cut(SessionOutput.Part part, int wanted) {
    int digits = String.valueOf(part.text().tokens()).length();
    return part.text().cutTo(room(wanted, text.length() + MARK + digits));
  }

  /** How many tokens of the text there is room for beside so many bytes of ours. */
  private int room(int wanted, int around) {
    long left = Math.max(0, (limit - around) / BYTES_PER_TOKEN);
    return (int) Math.min(Math.min(wanted, maxTokens), left);
  }

  private void timeOut(ShellSession session) {
    if (session.isTimedOut()) {
      long millis = session.origin().lifetime().map(Duration::toMillis).orElse(0L);
      text.append("command timed out after ").append(millis).append(" milliseconds\n");
    }
  }

  /** The one answer about a command, in the older form. */
  ToolResult finished(ShellSession session, int wanted) {
    int exit = session.exitCode().orElse(-1);
    SessionOutput.Part part = session.output().take(id, room(wanted, AROUND));
    text.append("Exit code: ")
        .append(exit)
        .append(String.format(Locale.ROOT, "\nWall time: %s seconds\n", tenths()));
    if (!part.text().fits(room(wanted, AROUND))) {
      text.append("Chunk ID: ").append(id).append("\nTotal output lines: ");
      text.append(part.lines()).append('\n');
    }
    text.append("Output:\n");
    timeOut(session);
    String body = text.append(part.text().cutTo(room(wanted, AROUND))).toString();
    return exit == 0 ? ToolResult.text(body) : ToolResult.error(body);
  }

  private String tenths() {
    long tenths = Math.round(seconds() * 10);
    return tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
  }

  /** Somebody did not want to wait for the command. */
  ToolResult aborted() {
    return ToolResult.error(
        String.format(Locale.ROOT, "Wall time: %.1f seconds\naborted by user", seconds()));
  }

  /** Something else did what the command asked for, or says why not. */
  ToolResult around(ToolResult inner) {
    if (inner.isError() && !inner.text().startsWith("Exit code: ")) {
      return inner;
    }
    String wrapped =
        String.format(Locale.ROOT, "Wall time: %.4f seconds\nOutput:\n%s", seconds(), inner.text());
    return inner.isError() ? ToolResult.error(wrapped) : ToolResult.text(wrapped);
  }
}
