package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.place.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

  private final ToolSpec spec;
  private final Places places;
  private final PatchInterception patches;
  private final ShellLauncher launcher;
  private final UserShell shell;
  private final Optional<Duration> lifetime;

  private ExecCommandTool(Builder builder) {
    this.shell = new UserShell(builder.environment, builder.loginShell);
    this.lifetime = builder.lifetime;
    this.launcher = new ShellLauncher(builder.outputs);
    this.places = builder.places;
    this.patches = new PatchInterception(places);
    this.spec = ToolSpec.function(
        NAME,
        "Runs a shell command. Returns its output and exit code, or, if it takes longer than"
            + " yield_time_ms, its output so far and a session ID for write_stdin.",
        schema(places),
        ToolSpec.Strictness.LENIENT);
  }

  private static String schema(Places places) {
    String schema = Resources.read("exec_command.json");
    String next = "\"justification\":";
    return places.isChoice() ? schema.replace(next, places.property() + "," + next) : schema;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation call) {
    ExecArguments arguments = ExecArguments.parse(call.input());
    ToolInvocation invocation = places.in(arguments.environmentId(), call);
    Path directory = workingDirectory(arguments, invocation);
    Optional<ToolInvocation> patch = patches.in(arguments.script(), directory, invocation);
    if (patch.isPresent()) {
      return patches.describe(patch.get());
    }
    return RunCommand.builder()
        .tool(NAME)
        .callId(invocation.callId())
        .reason(arguments.justification())
        .command(shell.words(arguments, invocation.files()))
        .script(arguments.script())
        .workingDirectory(directory)
        .confinement(confinement(arguments))
        .prefixRule(arguments.prefixRule())
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
  public ToolResult call(ToolInvocation call) throws Exception {
    ShellAnswer answer = new ShellAnswer(call);
    ExecArguments arguments = ExecArguments.parse(call.input());
    ToolInvocation invocation = places.in(arguments.environmentId(), call);
    Path directory = workingDirectory(arguments, invocation);
    Optional<ToolInvocation> patch = patches.in(arguments.script(), directory, invocation);
    if (patch.isPresent()) {
      return answer.around(patches.apply(patch.get()));
    }
    ShellSession session = start(arguments, directory, invocation);
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

  private ShellSession start(ExecArguments arguments, Path directory, ToolInvocation invocation)
      throws IOException {
    Command command = ShellLauncher.command(directory, invocation)
        .words(shell.words(arguments, invocation.files()))
        .terminal(arguments.isOnTerminal() ? Optional.of(TerminalSize.STANDARD) : Optional.empty())
        .build();
    ShellOrigin origin =
        new ShellOrigin(command, confinement(arguments), invocation.turnId(), lifetime);
    try {
      return launcher.start(origin, invocation);
    } catch (ToolException e) {
      throw new ToolException(inShapeOfCodex(String.valueOf(e.getMessage())), e);
    }
  }

  private static Path workingDirectory(ExecArguments arguments, ToolInvocation invocation) {
    return ShellLauncher.workingDirectory(arguments.workingDirectory(), invocation);
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
    private Places places = Places.none();

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

    /**
     * Lets the model choose where a command runs: ids, and in each environment the directory that
     * its relative paths begin at. The sandbox has to know which directory is where; the default is
     * that there is no choice.
     */
    public Builder environments(Map<String, Path> directories) {
      this.places = Places.of(directories);
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
