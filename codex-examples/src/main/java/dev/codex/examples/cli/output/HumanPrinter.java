package dev.codex.examples.cli.output;

import dev.codex.event.Event;
import dev.codex.event.HookDenied;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.Notice;
import dev.codex.event.Retrying;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.item.AgentMessage;
import dev.codex.item.CommandExecution;
import dev.codex.item.FileChange;
import dev.codex.item.Item;
import dev.codex.item.Reasoning;
import dev.codex.item.ToolExecution;
import dev.codex.item.WebSearchCall;
import dev.codex.item.WorkStatus;
import java.io.PrintStream;
import java.util.Locale;

/** Tells a person what happens, on standard error; only the last message goes to the output. */
public final class HumanPrinter implements EventPrinter {

  private static final String RULE = "--------";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean sameScreen;

  /** Takes both streams; where both are one terminal, nothing is shown twice. */
  public HumanPrinter(PrintStream out, PrintStream err, boolean sameScreen) {
    this.out = out;
    this.err = err;
    this.sameScreen = sameScreen;
  }

  @Override
  public void started(RunInfo info) {
    err.println(RULE);
    err.println("workdir: " + info.workspace());
    err.println("model: " + info.model());
    err.println("provider: " + info.provider());
    err.println("approval: " + info.approvals());
    err.println("sandbox: " + info.sandbox());
    err.println("session id: " + info.sessionId());
    err.println(RULE);
    err.println("user\n" + info.prompt().strip());
  }

  @Override
  public void warning(String message) {
    err.println("warning: " + message);
  }

  @Override
  public void failure(String message) {
    err.println("ERROR: " + message);
  }

  @Override
  public void event(Event event) {
    if (event instanceof ItemStarted started
        && started.item() instanceof CommandExecution command) {
      err.println("exec\n" + harmless(command.commandLine()) + " in " + command.workingDirectory());
    } else if (event instanceof ItemCompleted completed) {
      completed(completed.item());
    } else if (event instanceof Notice notice) {
      warning(notice.message());
    } else if (event instanceof HookDenied denied) {
      warning("a hook stopped the turn: " + denied.reason());
    } else if (event instanceof Retrying retrying) {
      err.printf(
          "Reconnecting... %d/%d (%s)%n",
          retrying.attempt(), retrying.maxAttempts(), retrying.failure().message());
    } else if (event instanceof TurnFailed failed) {
      failure(failed.message());
    } else if (event instanceof TurnCompleted turn) {
      turn.stoppedBy().ifPresent(limit -> warning("stopped by a budget: " + limit));
      err.printf(Locale.ROOT, "tokens used%n%,d%n", turn.usage().totalTokens());
    }
  }

  private void completed(Item item) {
    if (item instanceof AgentMessage message) {
      err.println("codex\n" + harmless(message.text()));
    } else if (item instanceof Reasoning reasoning && !reasoning.summary().isEmpty()) {
      err.println("thinking\n" + harmless(String.join("\n", reasoning.summary())));
    } else if (item instanceof CommandExecution command
        && command.status() == WorkStatus.IN_PROGRESS) {
      err.println(" still running: " + harmless(command.commandLine()));
    } else if (item instanceof CommandExecution command) {
      String how = command.exitCode().orElse(-1) == 0
          ? "succeeded"
          : "exited " + command.exitCode().orElse(-1);
      err.printf(
          " %s in %dms:%n%s%n", how, command.duration().toMillis(), harmless(command.output()));
    } else if (item instanceof FileChange change) {
      err.println("apply patch\npatch: " + change.status().name().toLowerCase(Locale.ROOT));
      change.changes().forEach(entry -> err.println(entry.path()));
    } else if (item instanceof WebSearchCall search) {
      err.println("web search: " + search.query());
    } else if (item instanceof ToolExecution tool) {
      err.println("tool " + tool.tool() + ": " + tool.status().name().toLowerCase(Locale.ROOT));
    }
  }

  /** Shows control characters instead of sending them to a terminal, which would obey. */
  private static String harmless(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.replace("\r\n", "\n").chars().forEach(c -> {
      boolean obeyed = c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c >= 0x80 && c < 0xa0;
      if (!obeyed) {
        shown.append((char) c);
      } else {
        shown.append(c < ' ' ? (char) (0x2400 + c) : '\u2421');
      }
    });
    return shown.toString();
  }

  @Override
  public void finished(String lastMessage) {
    if (!lastMessage.isEmpty() && !sameScreen) {
      out.println(lastMessage);
    }
  }
}
