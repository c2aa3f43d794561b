package dev.codex.sandbox.remote.process;

import java.util.OptionalLong;

/**
 * Decides how much output of one process its executor may send before some is read. Nothing is said
 * as long as the reader keeps up. Counted in bytes from the beginning of the process, so that what
 * is said late or twice does no harm. Pure; guarded by whoever has it.
 */
final class OutputAllowance {

  private static final long UNLIMITED = Long.MAX_VALUE;

  private final long limit;
  private long received;
  private long consumed;
  private long allowed = UNLIMITED;
  private boolean said;

  /** Keeps about this many bytes unread. */
  OutputAllowance(long limit) {
    this.limit = limit;
  }

  void received(long bytes) {
    received += bytes;
  }

  /** What to tell the executor now that so much more was read. */
  OptionalLong consumed(long bytes) {
    consumed += bytes;
    if (allowed == UNLIMITED || allowed - consumed > limit / 2) {
      return OptionalLong.empty();
    }
    allowed = consumed + limit;
    return OptionalLong.of(allowed);
  }

  /** What to tell the executor if too much is unread and it does not know yet. */
  OptionalLong overrun() {
    if (allowed != UNLIMITED || received - consumed <= limit) {
      return OptionalLong.empty();
    }
    allowed = received;
    said = true;
    return OptionalLong.of(allowed);
  }

  /** What to tell the executor when nobody reads any more. */
  OptionalLong abandoned() {
    boolean isLimited = allowed != UNLIMITED;
    allowed = UNLIMITED;
    return isLimited ? OptionalLong.of(UNLIMITED) : OptionalLong.empty();
  }

  /**
   * What to tell the executor again, which may not have heard it. That there is no limit any more
   * is said too: an executor that missed it would hold the process up for ever.
   */
  OptionalLong again() {
    return said ? OptionalLong.of(allowed) : OptionalLong.empty();
  }
}
