package dev.codex.tool;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import java.time.Duration;
import java.util.List;

/**
 * Something a model can have done. The order of events: the model asks, {@link #describe} says what
 * the call would do, the gate of the agent decides, and only then is {@link #call} called.
 *
 * <p>A tool may be called by several sessions at once, and by one session at once if it is {@link
 * #isParallelSafe()}. It acts through the capabilities of its {@link ToolInvocation} and gives up
 * when that says cancelled.
 */
public interface Tool {

  ToolSpec spec();

  /**
   * Does what was asked, on a thread of the agent that runs other things afterwards: what is set on
   * the thread, such as a thread-local or its name, is to be taken back.
   *
   * @throws dev.codex.error.ToolException to tell the model why not; the turn goes on
   * @throws Exception anything else is a bug in the tool and fails the turn
   */
  ToolResult call(ToolInvocation invocation) throws Exception;

  /**
   * What the call would do, for whoever has to allow it. Has no side effects.
   *
   * @throws dev.codex.error.ToolException if the arguments make no sense; nothing is run then
   */
  default ApprovalRequest describe(ToolInvocation invocation) {
    return CallTool.builder()
        .tool(spec().name())
        .callId(invocation.callId())
        .input(invocation.input())
        .isMutating(isMutating())
        .build();
  }

  /**
   * How it reads in this tool's answers that a call was not allowed. The default is the reason
   * itself; a tool that models know from elsewhere says it as it does there.
   */
  default String refusal(String reason) {
    return reason;
  }

  /** Whether calls of this tool may run beside each other; the default is no. */
  default boolean isParallelSafe() {
    return false;
  }

  /** Whether a call changes something outside its answer; the default is yes. */
  default boolean isMutating() {
    return true;
  }

  /** Whether calls start commands or touch files, so that an agent needs a sandbox for it. */
  default boolean needsSandbox() {
    return false;
  }

  /** How long a call may take before it is cancelled and answered as timed out. */
  default Duration timeout() {
    return Duration.ofMinutes(10);
  }

  /** A tool whose arguments are a record and whose result is text. */
  static <A> Tool of(
      String name, String description, Class<A> arguments, ToolFunction<A> function) {
    return builder(name, description, arguments).build(function);
  }

  /**
   * The methods of an object that are marked with {@link ToolMethod}, sorted by name. They are
   * called by several sessions at once.
   *
   * @throws IllegalArgumentException if there is none or one cannot be a tool, with the reason
   */
  static List<Tool> ofMethods(Object host) {
    return MethodTool.of(host);
  }

  static <A> FunctionToolBuilder<A> builder(String name, String description, Class<A> arguments) {
    return new FunctionToolBuilder<>(name, description, arguments);
  }
}
