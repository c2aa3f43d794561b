package dev.codex.ledger;

import dev.codex.policy.ApprovalRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The book of side effects: every call is entered before it acts and settled when its outcome is
 * known, so that after a crash the difference says what may have happened. A call that was not
 * allowed is settled without having been entered.
 *
 * <p>Called while the call waits, on a thread of its own. A ledger that throws from {@link
 * #intend}, or takes longer than ten seconds, has denied the call; one that does so in {@link
 * #settle} changes nothing about what was done. Whoever watches is told of both.
 */
public interface Ledger {

  void intend(Entry entry);

  void settle(Entry entry, Outcome outcome);

  /**
   * The calls of a session that were entered and not settled by a process that is gone, in the
   * order they were entered. Asked when
   * a session is resumed: both the model and whoever watches are told, the calls are settled as
   * {@link Outcome#UNKNOWN}, and none of them is run again.
   */
  default List<Entry> unsettled(String sessionId) {
    return List.of();
  }

  /**
   * The file or folder of this machine that holds what is kept here and nothing else; empty if
   * there is none. What happens in it is no change that a turn has made, and {@code
   * Session.undo()} leaves it alone. The default is empty.
   */
  default Optional<Path> place() {
    return Optional.empty();
  }

  /** Keeps no book; the transcript still holds every call and output. */
  static Ledger none() {
    return NoLedger.INSTANCE;
  }

  /** One call, or one attempt at it: a call that is tried again outside the sandbox has two. */
  @Value.Immutable
  interface Entry {

    /** Different for every entry. */
    String id();

    Instant at();

    String sessionId();

    String turnId();

    String callId();

    String tool();

    /** What it does, in one line that is safe to show. */
    String action();

    /** Files that it names, absolute. */
    List<Path> paths();

    /**
     * How the environment of a command differs from that of others, one variable in each text; safe
     * to show, see {@link dev.codex.policy.EnvironmentChange}.
     */
    List<String> environment();

    /** SHA-256 over tool and input, in hex: the same call has the same digest. */
    String digest();

    /** Who decided and how: a rule, the policy, an approver, a hook; with the reason of a no. */
    String decision();

    /** The wish itself; empty in an entry that was read back from a file. */
    @Value.Auxiliary
    Optional<ApprovalRequest> request();

    static Builder builder() {
      return new Builder();
    }

    default Builder toBuilder() {
      return new Builder().from(this);
    }

    /** Builds an entry. */
    final class Builder extends ImmutableEntry.Builder {
      Builder() {}
    }
  }

  /** How a call ended. */
  enum Outcome {
    SUCCEEDED,
    FAILED,
    DENIED,
    CANCELLED,
    /** Put off until somebody answers. */
    DEFERRED,
    /** The process ended before anybody could know. */
    UNKNOWN
  }
}
