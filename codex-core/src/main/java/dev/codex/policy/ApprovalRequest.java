package dev.codex.policy;

import java.nio.file.Path;
import java.util.Map;
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

  /** The session that asks, which tells one agent of a host from another; empty if unknown. */
  @Value.Default
  default String sessionId() {
    return "";
  }

  /**
   * Where paths of the request really lead, for those that lead elsewhere than they say: through
   * symbolic links. Filled in before anybody is asked.
   */
  Map<Path, Path> realPaths();

  /** What would be done, in one line in which nothing can hide or pretend to be something else. */
  String display();

  /** Why it is wanted, in the words of the model or of the rule that asks; may be empty. */
  @Value.Default
  default String reason() {
    return "";
  }
}
