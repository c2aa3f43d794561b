package dev.codex.policy;

import java.time.Instant;
import org.immutables.value.Value;

/**
 * A call that waits for an answer, which may come after the session was closed and from another
 * process. It is kept in the transcript of its session.
 */
@Value.Immutable
public interface PendingApproval {

  /** By this it is answered. */
  String id();

  String sessionId();

  /** The tool that wants to act. */
  String tool();

  String callId();

  /** When it was put off. */
  Instant since();

  /** Why somebody has to agree; may be empty. */
  String reason();

  /** What it would do, in one line that is safe to show. */
  String action();

  /** SHA-256 in hex over the call and what its paths were: an answer is for exactly this. */
  String digest();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a pending approval. */
  final class Builder extends ImmutablePendingApproval.Builder {
    Builder() {}
  }
}
