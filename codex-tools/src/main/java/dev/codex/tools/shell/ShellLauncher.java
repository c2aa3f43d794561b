package dev.codex.tools.shell;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.tool.ToolInvocation;
import dev.codex.tools.shell.output.KeptOutputs;
import dev.codex.tools.shell.output.SessionOutput;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/** Starts commands and sees to it that they are shown and followed. */
final class ShellLauncher {

  private final ShellThreads threads = new ShellThreads();
  private final OutputFolder outputs;

  ShellLauncher(OutputFolder outputs) {
    this.outputs = outputs;
  }

  /** A command of this session, without its words. */
  static Command.Builder command(Path workingDirectory, ToolInvocation invocation) {
    return Command.builder()
        .workingDirectory(workingDirectory)
        .putEnvironment("CODEX_THREAD_ID", invocation.sessionId());
  }

  /** The directory as the model names it, which may be relative to that of the session. */
  static Path workingDirectory(String named, ToolInvocation invocation) {
    try {
      return invocation.workingDirectory().resolve(named).normalize();
    } catch (InvalidPathException e) {
      throw new ToolException("workdir is no path: " + e.getMessage(), e);
    }
  }

  /**
   * Starts a command; without a terminal its input is at its end.
   *
   * @throws ToolException if it cannot be confined or started; the message is the bare reason
   */
  ShellSession start(ShellOrigin origin, ToolInvocation invocation) throws IOException {
    Command command = origin.command();
    CommandExecution item = CommandExecution.builder()
        .id("exec-" + UUID.randomUUID())
        .command(command.words())
        .workingDirectory(command.workingDirectory())
        .status(WorkStatus.IN_PROGRESS)
        .build();
    KeptOutputs kept = invocation.session().get(KeptOutputs.class, outputs::open);
    RunningCommand running = launch(command, item, invocation);
    ShellSession session =
        new ShellSession(running, origin, item, invocation.progress(), new SessionOutput(kept));
    if (!origin.hasTerminal()) {
      running.input().close();
    }
    return session.follow(threads);
  }

  private static RunningCommand launch(
      Command command, CommandExecution item, ToolInvocation invocation) {
    try {
      return invocation.commands().start(command);
    } catch (SandboxUnavailableException e) {
      throw new ToolException(Objects.requireNonNull(e.getMessage(), "it says what is missing"), e);
    } catch (ToolException e) {
      String reason = "Failed to create unified exec process: " + e.getMessage();
      invocation.progress().started(item);
      invocation
          .progress()
          .completed(item.toBuilder()
              .status(WorkStatus.FAILED)
              .exitCode(-1)
              .output(reason)
              .build());
      throw new ToolException(reason, e);
    }
  }
}
