package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code shell} and {@code shell_command}, for models from before {@link ExecCommandTool}: the call
 * lasts until the command has ended or until its time-out, 10 seconds unless the model says
 * otherwise, ends it.
 */
public final class ShellTool implements Tool {

  /** How the model gives the command. */
  enum Form {
    WORDS("shell", "ShellToolCallParams"),
    SCRIPT("shell_command", "ShellCommandToolCallParams");

    final String tool;
    final String argumentsName;

    Form(String tool, String argumentsName) {
      this.tool = tool;
      this.argumentsName = argumentsName;
    }
  }

  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Form form;
  private final ToolSpec spec;
  private final UserShell shell;
  private final PatchInterception patches = new PatchInterception(Places.none());
  private final ShellLauncher launcher;

  private ShellTool(Form form, UserShell shell, OutputFolder outputs) {
    this.form = form;
    this.shell = shell;
    this.launcher = new ShellLauncher(outputs);
    this.spec = ToolSpec.function(
        form.tool,
        "Runs a command and returns its exit code and output when it has ended.",
        Resources.read(form.tool + ".json"),
        ToolSpec.Strictness.LENIENT);
  }

  /** {@code shell}, which takes program and arguments. */
  public static ShellTool words(OutputFolder outputs) {
    return new ShellTool(Form.WORDS, new UserShell(Map.of(), LoginShell.ON_REQUEST), outputs);
  }

  /**
   * {@code shell_command}, which takes a script.
   *
   * @param environment see {@link ExecCommandTool.Builder#environment}
   */
  public static ShellTool script(
      Map<String, String> environment, LoginShell loginShell, OutputFolder outputs) {
    return new ShellTool(Form.SCRIPT, new UserShell(environment, loginShell), outputs);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    ShellArguments arguments = ShellArguments.parse(invocation.input(), form);
    List<String> words = words(arguments, invocation);
    Path directory = ShellLauncher.workingDirectory(arguments.workingDirectory(), invocation);
    Optional<ToolInvocation> patch = patch(arguments, directory, invocation);
    if (patch.isPresent()) {
      return patches.describe(patch.get());
    }
    return RunCommand.builder()
        .tool(form.tool)
        .callId(invocation.callId())
        .reason(arguments.justification())
        .command(words)
        .script(arguments.script())
        .workingDirectory(directory)
        .confinement(confinement(arguments))
        .build();
  }

  private List<String> words(ShellArguments arguments, ToolInvocation invocation) {
    if (form == Form.SCRIPT) {
      return shell.words(arguments.script(), arguments.login(), invocation.files());
    }
    if (arguments.words().isEmpty()) {
      throw new ToolException("shell failed: command is empty; give the program and its arguments");
    }
    return arguments.words();
  }

  private Optional<ToolInvocation> patch(
      ShellArguments arguments, Path directory, ToolInvocation invocation) {
    return form == Form.SCRIPT
        ? patches.in(arguments.script(), directory, invocation)
        : patches.in(arguments.words(), directory, invocation);
  }

  private static Confinement confinement(ShellArguments arguments) {
    return arguments.isEscalated() ? Confinement.ESCALATED : Confinement.SANDBOXED;
  }

  @Override
  public boolean needsSandbox() {
    return true;
  }

  @Override
  public boolean isParallelSafe() {
    return true;
  }

  /** More than the longest that a model can ask for. */
  @Override
  public Duration timeout() {
    return ShellArguments.MAX_TIMEOUT.plus(MARGIN);
  }

  @Override
  public ToolResult call(ToolInvocation invocation) throws Exception {
    ShellAnswer answer = new ShellAnswer(invocation);
    ShellArguments arguments = ShellArguments.parse(invocation.input(), form);
    Path directory = ShellLauncher.workingDirectory(arguments.workingDirectory(), invocation);
    Optional<ToolInvocation> patch = patch(arguments, directory, invocation);
    if (patch.isPresent()) {
      return patches.apply(patch.get());
    }
    ShellSession session = start(arguments, directory, invocation);
    try (Cancellation.Registration ignored = invocation.cancellation().onCancel(session::kill)) {
      // the session's own clock ends the command
      session.await(arguments.timeout().plus(MARGIN));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    session.close();
    boolean cancelled =
        invocation.cancellation().isCancelled() || Thread.currentThread().isInterrupted();
    return cancelled && !session.isTimedOut()
        ? answer.aborted()
        : answer.finished(session, ExecArguments.STANDARD_OUTPUT_TOKENS);
  }

  private ShellSession start(ShellArguments arguments, Path directory, ToolInvocation invocation)
      throws IOException {
    Command command = ShellLauncher.command(directory, invocation)
        .words(words(arguments, invocation))
        .build();
    try {
      return launcher.start(
          new ShellOrigin(
              command,
              confinement(arguments),
              invocation.turnId(),
              Optional.of(arguments.timeout())),
          invocation);
    } catch (ToolException e) {
      throw new ToolException(form.tool + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "Tool[" + form.tool + "]";
  }
}
