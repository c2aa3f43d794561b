package dev.codex.tools.shell;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.patch.ShellPatch;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code exec_command}: runs a script in a shell and answers with what it printed.
 *
 * <p>A call waits for the end of the command, but not for longer than the model wants; then the
 * command goes on as a session, to be looked at and written to with {@link WriteStdinTool}, until
 * it ends or the agent's session is closed. Without a terminal the command's standard input is at
 * its end from the start. What the command leaves running in the background ends with it.
 *
 * <p>A command that does nothing but apply a patch is not run: the patch is applied like any other.
 */
public final class ExecCommandTool implements Tool {

  static final String NAME = "exec_command";

  private static final Duration TIMEOUT = ExecArguments.MAX_YIELD.plusSeconds(30);

  private final ToolSpec spec = new ToolSpec.Function(
      NAME,
      "Runs a shell command. Returns its output and exit code, or, if it takes longer than"
          + " yield_time_ms, its output so far and a session ID for write_stdin.",
      Resources.read("exec_command.json"),
      ToolSpec.Strictness.LENIENT);

  private final Tool patches = ApplyPatchTool.freeform();
  private final ShellThreads threads = new ShellThreads();
  private final UserShell shell;
  private final Optional<Duration> lifetime;
  private final OutputFolder outputs;

  private ExecCommandTool(Builder builder) {
    this.shell = new UserShell(builder.environment, builder.loginShell);
    this.lifetime = builder.lifetime;
    this.outputs = builder.outputs;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    ExecArguments arguments = ExecArguments.parse(invocation.input());
    Optional<ToolInvocation> patch = patch(arguments, invocation);
    if (patch.isPresent()) {
      return patches.describe(patch.get());
    }
    return RunCommand.builder()
        .tool(NAME)
        .callId(invocation.callId())
        .reason(arguments.justification())
        .command(shell.words(arguments, invocation.files()))
        .script(arguments.script())
        .workingDirectory(workingDirectory(arguments, invocation))
        .confinement(confinement(arguments))
        .build();
  }

  private static Confinement confinement(ExecArguments arguments) {
    return arguments.isEscalated() ? Confinement.ESCALATED : Confinement.SANDBOXED;
  }

  @Override
  public String refusal(String reason) {
    return inShapeOfCodex(reason);
  }

  /** There a refusal is a process that could not be made, which models have learnt to read. */
  private static String inShapeOfCodex(String reason) {
    String quoted = reason.replace("\\", "\\\\\\\\").replace("\"", "\\\\\\\"");
    return "exec_command failed: CreateProcess { message: \"Rejected(\\\"" + quoted + "\\\")\" }";
  }

  @Override
  public boolean needsSandbox() {
    return true;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) throws Exception {
    ShellAnswer answer = new ShellAnswer();
    ExecArguments arguments = ExecArguments.parse(invocation.input());
    Optional<ToolInvocation> patch = patch(arguments, invocation);
    if (patch.isPresent()) {
      return answer.around(patches.call(patch.get()));
    }
    ShellSession session = start(arguments, invocation);
    try (Cancellation.Registration ignored = invocation.cancellation().onCancel(session::kill)) {
      if (!session.await(arguments.yieldAfter())) {
        return detach(session, invocation, answer, arguments);
      }
    } catch (InterruptedException e) {
      session.close();
      Thread.currentThread().interrupt();
      return answer.aborted();
    }
    return isCancelled(invocation, session)
        ? answer.aborted()
        : answer.ended(session, arguments.maxOutputTokens());
  }

  private static boolean isCancelled(ToolInvocation invocation, ShellSession session) {
    return invocation.cancellation().isCancelled() && !session.isTimedOut();
  }

  private static ToolResult detach(
      ShellSession session,
      ToolInvocation invocation,
      ShellAnswer answer,
      ExecArguments arguments) {
    ShellSessions sessions = invocation.session().get(ShellSessions.class, ShellSessions::new);
    int number = sessions.add(session);
    session.keep(invocation.commands());
    if (invocation.cancellation().isCancelled()) { // nobody will ever hear of the number
      sessions.remove(number);
      session.close();
      return answer.aborted();
    }
    return answer.running(session, number, arguments.maxOutputTokens());
  }

  /** The call of the patch tool that the script stands for, if it does. */
  private static Optional<ToolInvocation> patch(
      ExecArguments arguments, ToolInvocation invocation) {
    if (!arguments.script().contains("*** Begin Patch")) {
      return Optional.empty();
    }
    if (ShellPatch.isBarePatch(arguments.script())) {
      throw new ToolException(ShellPatch.BARE_PATCH);
    }
    ToolInvocation there = invocation.toBuilder()
        .workingDirectory(workingDirectory(arguments, invocation))
        .build();
    return ShellPatch.in(arguments.script()).map(patch -> patch.toInvocation(there));
  }

  private ShellSession start(ExecArguments arguments, ToolInvocation invocation)
      throws IOException {
    Command command = Command.builder()
        .words(shell.words(arguments, invocation.files()))
        .workingDirectory(workingDirectory(arguments, invocation))
        .putEnvironment("CODEX_THREAD_ID", invocation.sessionId())
        .terminal(arguments.isOnTerminal() ? Optional.of(TerminalSize.STANDARD) : Optional.empty())
        .build();
    CommandExecution item = CommandExecution.builder()
        .id("exec-" + UUID.randomUUID())
        .command(command.words())
        .workingDirectory(command.workingDirectory())
        .status(WorkStatus.IN_PROGRESS)
        .build();
    KeptOutputs kept = invocation.session().get(KeptOutputs.class, () -> new KeptOutputs(outputs));
    RunningCommand running = launch(command, item, invocation);
    ShellSession session = new ShellSession(
        running,
        new ShellOrigin(command, confinement(arguments), invocation.turnId(), lifetime),
        item,
        invocation.progress(),
        new SessionOutput(kept));
    if (!arguments.isOnTerminal()) {
      running.input().close();
    }
    return session.follow(threads);
  }

  private static RunningCommand launch(
      Command command, CommandExecution item, ToolInvocation invocation) {
    try {
      return invocation.commands().start(command);
    } catch (SandboxUnavailableException e) {
      throw rejected(Objects.requireNonNull(e.getMessage(), "it says what is missing"), e);
    } catch (ToolException e) {
      invocation.progress().started(item);
      invocation
          .progress()
          .completed(item.toBuilder().status(WorkStatus.FAILED).exitCode(-1).build());
      throw rejected("Failed to create unified exec process: " + e.getMessage(), e);
    }
  }

  private static ToolException rejected(String why, RuntimeException cause) {
    return new ToolException(inShapeOfCodex(why), cause);
  }

  private static Path workingDirectory(ExecArguments arguments, ToolInvocation invocation) {
    try {
      return invocation.workingDirectory().resolve(arguments.workingDirectory()).normalize();
    } catch (InvalidPathException e) {
      throw new ToolException("exec_command failed: workdir is no path: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isParallelSafe() {
    return true;
  }

  /** More than a call can want to wait. */
  @Override
  public Duration timeout() {
    return TIMEOUT;
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** Says how commands are run. */
  public static final class Builder {
    private Map<String, String> environment = Map.of();
    private LoginShell loginShell = LoginShell.ON_REQUEST;
    private Optional<Duration> lifetime = Optional.empty();
    private OutputFolder outputs = OutputFolder.temporary();

    private Builder() {}

    /**
     * Where {@code SHELL} names the user's shell and {@code PATH} says where others are found. The
     * default has neither: {@code /bin/bash}, else {@code /bin/sh}, and the usual folders.
     */
    public Builder environment(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
      return this;
    }

    /**
     * Whether the user's profile runs before each command. The default is only on request: a
     * profile makes a command slower, and does things that nobody who approves it can see.
     */
    public Builder loginShell(LoginShell loginShell) {
      this.loginShell = Objects.requireNonNull(loginShell, "loginShell");
      return this;
    }

    /**
     * After this a command is killed, whether a call waits for it or not. The default is when its
     * session is closed.
     */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout is " + timeout + "; it must be positive");
      }
      this.lifetime = Optional.of(timeout);
      return this;
    }

    /** Where output is kept that is too long for an answer; the default is the temp folder. */
    public Builder outputs(OutputFolder outputs) {
      this.outputs = Objects.requireNonNull(outputs, "outputs");
      return this;
    }

    public ExecCommandTool build() {
      return new ExecCommandTool(this);
    }
  }
}
