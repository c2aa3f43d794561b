package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.RunCommand;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.time.Duration;

/**
 * {@code write_stdin}: looks at a command that {@link ExecCommandTool} left running, and types into
 * it if it has a terminal. Ctrl-C reaches every command.
 *
 * <p>What is typed into a shell is as good as a command of its own, so the gate is asked about it
 * as about one, and as about one outside the sandbox if that is where the session runs. Looking and
 * pressing keys that write nothing are free.
 */
public final class WriteStdinTool implements Tool {

  private static final String NAME = "write_stdin";
  private static final String FAILED = "write_stdin failed: ";

  private final ToolSpec spec = ToolSpec.function(
      NAME,
      "Types into a command that is still running, or looks at it, and returns its new output.",
      Resources.read("write_stdin.json"),
      ToolSpec.Strictness.LENIENT);

  private final ShellThreads threads = new ShellThreads();

  private WriteStdinTool() {}

  public static WriteStdinTool create() {
    return new WriteStdinTool();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    WriteArguments arguments = WriteArguments.parse(invocation.input());
    ShellSession session = sessions(invocation).find(arguments.sessionId());
    check(arguments, session);
    if (!arguments.isTyped()) {
      return CallTool.builder()
          .tool(NAME)
          .callId(invocation.callId())
          .input(invocation.input())
          .isMutating(false)
          .build();
    }
    ShellOrigin origin = session.origin();
    return RunCommand.builder()
        .tool(NAME)
        .callId(invocation.callId())
        .command(origin.command().words())
        .script(arguments.text())
        .workingDirectory(origin.command().workingDirectory())
        .confinement(origin.confinement())
        .build();
  }

  private static ShellSessions sessions(ToolInvocation invocation) {
    return invocation.session().get(ShellSessions.class, ShellSessions::new);
  }

  private static void check(WriteArguments arguments, ShellSession session) {
    boolean writes = !arguments.text().isEmpty() && !arguments.isInterrupt();
    if (writes && !session.origin().hasTerminal()) {
      throw new ToolException(FAILED
          + "stdin is closed for this session; rerun exec_command with tty=true to keep stdin"
          + " open");
    }
  }

  @Override
  public boolean needsSandbox() {
    return true;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    ShellAnswer answer = new ShellAnswer(invocation);
    WriteArguments arguments = WriteArguments.parse(invocation.input());
    ShellSessions sessions = sessions(invocation);
    ShellSession session = sessions.find(arguments.sessionId());
    check(arguments, session);
    try (Cancellation.Registration ignored = invocation.cancellation().onCancel(session::wakeAll)) {
      if (!session.isOver()) {
        type(arguments, session);
      }
      if (!session.await(arguments.yieldAfter(), invocation.cancellation())) {
        return invocation.cancellation().isCancelled()
            ? answer.aborted()
            : answer.running(session, arguments.sessionId(), arguments.maxOutputTokens());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return answer.aborted();
    }
    sessions.remove(arguments.sessionId());
    ToolResult result = answer.ended(session, arguments.maxOutputTokens());
    tellLate(session, invocation);
    return result;
  }

  private void type(WriteArguments arguments, ShellSession session) throws InterruptedException {
    if (arguments.isInterrupt()) {
      session.running().interrupt();
    } else if (!arguments.text().isEmpty()
        && !session.type(arguments.text(), arguments.yieldAfter(), threads)) {
      throw new ToolException(FAILED
          + "the program has not read what was typed before; look at it with empty chars, or"
          + " interrupt it with \\u0003");
    }
  }

  /** The turn that began the command is over and hears nothing any more; this one does. */
  private static void tellLate(ShellSession session, ToolInvocation invocation) {
    if (!session.origin().turnId().equals(invocation.turnId())) {
      invocation.progress().completed(session.completed(session.exitCode()));
    }
  }

  @Override
  public Duration timeout() {
    return WriteArguments.MAX_LOOK.plusSeconds(30);
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }
}
