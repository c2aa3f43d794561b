package dev.codex.policy;

import org.immutables.value.Value;

/**
 * What a tool is about to do, as data: enough to judge it without knowing the tool. Tools describe
 * themselves with one of these before they may act; rules, hooks and approvers read it.
 *
 * <p>More kinds will come: a {@code switch} over requests needs a {@code default}, which should
 * deny.
 */
public sealed interface ApprovalRequest
    permits RunCommand, EditFiles, CallTool, OpenConnection, FutureRequest {

  /** The tool that wants to act. */
  String tool();

  /** The call that this is about, as the model named it. */
  @Value.Default
  default String callId() {
    return "";
  }

  /** Why it is wanted, in the words of the model or of the rule that asks; may be empty. */
  @Value.Default
  default String reason() {
    return "";
  }
}
