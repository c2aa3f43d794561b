package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code exec_command}: runs a script in a shell and answers with what it printed.
 *
 * <p>A call lasts until the command ends, or until the time-out ends it; {@code tty}, {@code
 * yield_time_ms} and {@code prefix_rule} are accepted and change nothing. The command's standard
 * input is at its end from the start. What the command leaves running in the background is ended
 * with the call.
 */
public final class ExecCommandTool implements Tool {

  static final String NAME = "exec_command";

  /** Lets the answer that says what was printed so far win over core's plain time-out. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final ToolSpec spec = new ToolSpec.Function(
      NAME,
      "Runs a shell command and returns its exit code and output.",
      resource("exec_command.json"),
      ToolSpec.Strictness.LENIENT);

  private final UserShell shell;
  private final Duration timeout;

  private ExecCommandTool(Builder builder) {
    this.shell = new UserShell(builder.environment, builder.loginShell);
    this.timeout = builder.timeout;
  }

  public static Builder builder() {
    return new Builder();
  }

  private static String resource(String name) {
    try (InputStream in = ExecCommandTool.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    ExecArguments arguments = ExecArguments.parse(invocation.input());
    return RunCommand.builder()
        .tool(NAME)
        .callId(invocation.callId())
        .reason(arguments.justification())
        .command(words(arguments, invocation))
        .script(arguments.script())
        .workingDirectory(workingDirectory(arguments, invocation))
        .confinement(arguments.isEscalated() ? Confinement.ESCALATED : Confinement.SANDBOXED)
        .build();
  }

  /** In the shape of Codex, where a refusal is a process that could not be made. */
  @Override
  public String refusal(String reason) {
    String quoted = reason.replace("\\", "\\\\\\\\").replace("\"", "\\\\\\\"");
    return "exec_command failed: CreateProcess { message: \"Rejected(\\\"" + quoted + "\\\")\" }";
  }

  @Override
  public boolean needsSandbox() {
    return true;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    ExecArguments arguments = ExecArguments.parse(invocation.input());
    Command command = Command.builder()
        .words(words(arguments, invocation))
        .workingDirectory(workingDirectory(arguments, invocation))
        .putEnvironment("CODEX_THREAD_ID", invocation.sessionId())
        .build();
    return new Execution(invocation, command, timeout, arguments.maxOutputTokens()).run();
  }

  private List<String> words(ExecArguments arguments, ToolInvocation invocation) {
    return shell.words(arguments, invocation.files());
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

  @Override
  public Duration timeout() {
    return timeout.plus(MARGIN);
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** Says how commands are run. */
  public static final class Builder {
    private Map<String, String> environment = Map.of();
    private LoginShell loginShell = LoginShell.ON_REQUEST;
    private Duration timeout = Duration.ofMinutes(10);

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

    /** After this, a command is killed and answered with what it printed; 10 minutes. */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout is " + timeout + "; it must be positive");
      }
      this.timeout = timeout;
      return this;
    }

    public ExecCommandTool build() {
      return new ExecCommandTool(this);
    }
  }
}
