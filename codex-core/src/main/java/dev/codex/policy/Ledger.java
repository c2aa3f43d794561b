package dev.codex.policy;

/**
 * The book of side effects: every call is entered before it acts and settled when its outcome is
 * known, so that after a crash the difference says what may have happened.
 *
 * <p>Called on the thread of the call. A ledger that throws from {@link #intend} stops the call.
 */
public interface Ledger {

  void intend(Entry entry);

  void settle(Entry entry, Outcome outcome);

  /** Keeps no book; the transcript still holds every call and output. */
  static Ledger none() {
    return NoLedger.INSTANCE;
  }

  /**
   * One call.
   *
   * @param digest SHA-256 over tool and input, in hex: the same call has the same digest
   */
  record Entry(String sessionId, String turnId, ApprovalRequest request, String digest) {}

  /** How a call ended. */
  enum Outcome {
    SUCCEEDED,
    FAILED,
    DENIED,
    CANCELLED
  }
}
