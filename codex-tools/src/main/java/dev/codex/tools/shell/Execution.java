package dev.codex.tools.shell;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Progress;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One command from start to answer. */
final class Execution {

  private static final int NEVER_STARTED = -1;
  private static final int TIMED_OUT = 124;

  private final ToolInvocation invocation;
  private final Command command;
  private final Duration timeout;
  private final int maxOutputTokens;
  private final Progress progress;
  private final CommandExecution item;
  private final CapturedOutput captured = new CapturedOutput();
  private final long start = System.nanoTime();

  // set by the clock's thread before it kills
  private volatile boolean timedOut;

  Execution(ToolInvocation invocation, Command command, Duration timeout, int maxOutputTokens) {
    this.invocation = invocation;
    this.command = command;
    this.timeout = timeout;
    this.maxOutputTokens = maxOutputTokens;
    this.progress = invocation.progress();
    this.item = CommandExecution.builder()
        .id("exec-" + UUID.randomUUID())
        .command(command.words())
        .workingDirectory(command.workingDirectory())
        .status(WorkStatus.IN_PROGRESS)
        .build();
  }

  ToolResult run() {
    OptionalInt exit;
    try (RunningCommand running = start()) {
      progress.started(item);
      exit = follow(running);
    }
    return answer(exit, captured.text());
  }

  /** Reads until the command has ended or was ended; the exit code is missing if we gave up. */
  private OptionalInt follow(RunningCommand running) {
    CompletableFuture<Void> clock = new CompletableFuture<>();
    Cancellation.Registration registration = invocation.cancellation().onCancel(running::kill);
    try {
      // to complete the clock is all it takes to call this off
      CompletableFuture<Void> unused = clock
          .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
          .exceptionallyAsync(late -> killLate(running));
      running.input().close();
      readAll(running.output());
      return running.waitFor(timeout);
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty(); // cut off; what was read so far is kept
    } finally {
      registration.close();
      clock.complete(null);
    }
  }

  private RunningCommand start() {
    try {
      return invocation.commands().start(command);
    } catch (SandboxUnavailableException e) {
      throw rejected(Objects.requireNonNull(e.getMessage(), "it says what is missing"), e);
    } catch (ToolException e) {
      progress.started(item);
      complete(WorkStatus.FAILED, NEVER_STARTED, captured.text());
      throw rejected("Failed to create unified exec process: " + e.getMessage(), e);
    }
  }

  /** The shape in which Codex says this, which models have learnt to read. */
  private static ToolException rejected(String why, RuntimeException cause) {
    return new ToolException(
        "exec_command failed: CreateProcess { message: \"Rejected(\\\"" + why + "\\\")\" }", cause);
  }

  private Void killLate(RunningCommand running) {
    timedOut = true;
    running.kill();
    return null;
  }

  private void readAll(InputStream output) throws IOException {
    OutputDeltas deltas = new OutputDeltas(text -> progress.output(item.id(), text));
    byte[] buffer = new byte[OutputDeltas.MAX_BYTES];
    int length;
    while ((length = output.read(buffer)) >= 0) {
      captured.append(buffer, length);
      deltas.append(buffer, length);
    }
    deltas.end();
  }

  private ToolResult answer(OptionalInt exit, TokenText output) {
    if (!timedOut && (exit.isEmpty() || invocation.cancellation().isCancelled())) {
      complete(WorkStatus.FAILED, exit.orElse(NEVER_STARTED), output);
      return ToolResult.error(
          String.format(Locale.ROOT, "Wall time: %.1f seconds\naborted by user", seconds()));
    }
    int code = timedOut ? TIMED_OUT : exit.getAsInt();
    complete(code == 0 ? WorkStatus.COMPLETED : WorkStatus.FAILED, code, output);
    String text = report(code, output);
    return code == 0 ? ToolResult.text(text) : ToolResult.error(text);
  }

  private String report(int exitCode, TokenText text) {
    StringBuilder report = new StringBuilder(256);
    report
        .append(String.format(
            Locale.ROOT,
            "Chunk ID: %06x\nWall time: %.4f seconds\n",
            ThreadLocalRandom.current().nextInt(1 << 24),
            seconds()))
        .append("Process exited with code ")
        .append(exitCode)
        .append("\nOriginal token count: ")
        .append(text.tokens())
        .append("\nOutput:\n");
    if (timedOut) {
      report
          .append("command timed out after ")
          .append(timeout.toMillis())
          .append(" milliseconds\n");
    }
    if (!text.fits(maxOutputTokens)) {
      report
          .append("Warning: truncated output (original token count: ")
          .append(text.tokens())
          .append(")\nTotal output lines: ")
          .append(captured.lines())
          .append("\n\n");
    }
    return report.append(text.cutTo(maxOutputTokens)).toString();
  }

  private void complete(WorkStatus status, int exitCode, TokenText output) {
    progress.completed(item.toBuilder()
        .status(status)
        .exitCode(exitCode)
        .output(output.whole())
        .duration(Duration.ofNanos(System.nanoTime() - start))
        .build());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
