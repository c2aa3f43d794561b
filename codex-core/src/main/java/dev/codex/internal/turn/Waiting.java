package dev.codex.internal.turn;

import dev.codex.internal.rollout.PendingCall;
import dev.codex.policy.Decision;
import dev.codex.policy.PendingApproval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The calls of a session that wait for an answer. Each is taken once. */
final class Waiting {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, PendingCall> calls = new LinkedHashMap<>(0); // guarded by lock

  private final Transcript transcript;

  Waiting(Transcript transcript) {
    this.transcript = transcript;
  }

  /** Keeps a call until somebody answers; it is in the transcript when this returns. */
  void add(PendingCall call) {
    transcript.defer(call);
    put(call);
  }

  /** The answer is used up, whatever comes of it; in the transcript when this returns. */
  void settle(PendingCall call, Decision decision) {
    transcript.settle(
        call.approval().id(), decision.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  /** A call that stands in the transcript already. */
  void put(PendingCall call) {
    lock.lock();
    try {
      calls.put(call.approval().id(), call);
    } finally {
      lock.unlock();
    }
  }

  List<PendingApproval> approvals() {
    lock.lock();
    try {
      return calls.values().stream().map(PendingCall::approval).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the call out; whoever has it is the only one to do it.
   *
   * @throws IllegalStateException if none of this id waits
   */
  PendingCall take(String id) {
    lock.lock();
    try {
      PendingCall call = calls.remove(id);
      if (call == null) {
        throw new IllegalStateException("No call waits for the answer " + id
            + ": it was answered already, or belongs to another session. See"
            + " Session.pendingApprovals.");
      }
      return call;
    } finally {
      lock.unlock();
    }
  }
}
