package dev.codex.testing;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Approver;
import dev.codex.policy.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An approver that answers from a script and keeps what it was asked. When the script is at its end
 * it answers what {@link #otherwise} says; without that, being asked is an AssertionError, which
 * the agent takes for a denial and {@link #assertDrained()} throws again.
 */
public final class RecordingApprover implements Approver {

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Decision> answers = new ArrayDeque<>(); // guarded by lock
  private final List<ApprovalRequest> requests = new ArrayList<>(); // guarded by lock
  private int taken; // guarded by lock
  private @Nullable Decision otherwise; // guarded by lock
  private @Nullable AssertionError unscripted; // guarded by lock

  public RecordingApprover() {}

  /** The next answers, one per request. */
  public RecordingApprover enqueue(Decision... decisions) {
    lock.lock();
    try {
      answers.addAll(List.of(decisions));
    } finally {
      lock.unlock();
    }
    return this;
  }

  /** The answer to everything that the script says nothing about. */
  public RecordingApprover otherwise(Decision decision) {
    lock.lock();
    try {
      otherwise = decision;
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public Decision review(ApprovalRequest request) {
    lock.lock();
    try {
      requests.add(request);
      Decision answer = answers.poll();
      if (answer != null) {
        return answer;
      }
      if (otherwise != null) {
        return otherwise;
      }
      unscripted = new AssertionError("The script has no decision about " + request + ".");
      throw unscripted;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest request that was not taken yet. Does not wait for one.
   *
   * @throws AssertionError if there is none
   */
  public ApprovalRequest takeRequest() {
    lock.lock();
    try {
      if (taken == requests.size()) {
        throw new AssertionError(
            "There is no request left to take: " + taken + " were made and taken.");
      }
      return requests.get(taken++);
    } finally {
      lock.unlock();
    }
  }

  /** Everything that was asked, taken or not. */
  public List<ApprovalRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that the script was followed to its end.
   *
   * @throws AssertionError if decisions are left, or if there was a request without one
   */
  public void assertDrained() {
    lock.lock();
    try {
      if (unscripted != null) {
        throw new AssertionError(unscripted.getMessage(), unscripted);
      }
      if (!answers.isEmpty()) {
        throw new AssertionError("Decisions that nobody asked for: " + answers + ".");
      }
    } finally {
      lock.unlock();
    }
  }
}
