package dev.codex;

import dev.codex.error.TurnStoppedException;
import dev.codex.internal.change.TurnChanges;
import dev.codex.item.ChangedFile;
import dev.codex.item.Item;
import dev.codex.model.Usage;
import dev.codex.policy.PendingApproval;
import dev.codex.policy.limit.BudgetExceeded;
import java.util.List;
import java.util.Optional;

/** What came of a turn. Prints itself as the final message. */
public final class TurnResult {

  private final String sessionId;
  private final String turnId;
  private final TurnStatus status;
  private final String finalMessage;
  private final List<Item> items;
  private final Usage usage;
  private final Optional<BudgetExceeded> stoppedBy;
  private final List<PendingApproval> pendingApprovals;
  private final TurnChanges changes;

  TurnResult(
      Turn turn,
      TurnStatus status,
      String finalMessage,
      List<Item> items,
      Usage usage,
      Optional<BudgetExceeded> stoppedBy) {
    this.sessionId = turn.sessionId();
    this.turnId = turn.id();
    this.status = status;
    this.finalMessage = finalMessage;
    this.items = items;
    this.usage = usage;
    this.stoppedBy = stoppedBy;
    this.pendingApprovals = turn.pendingApprovals();
    this.changes = turn.changes();
  }

  public String sessionId() {
    return sessionId;
  }

  public String turnId() {
    return turnId;
  }

  public TurnStatus status() {
    return status;
  }

  /** The model's last message; empty if it sent none. */
  public String finalMessage() {
    return finalMessage;
  }

  /** What was said and done, in order of completion. */
  public List<Item> items() {
    return items;
  }

  /** The tokens of this turn. */
  public Usage usage() {
    return usage;
  }

  /** The limit that ended the turn, if one did. */
  public Optional<BudgetExceeded> stoppedBy() {
    return stoppedBy;
  }

  /** The calls that this turn had to leave for an answer that comes later. */
  public List<PendingApproval> pendingApprovals() {
    return pendingApprovals;
  }

  /**
   * This result, if the turn came to its end by itself.
   *
   * @throws dev.codex.error.TurnStoppedException if it was stopped, by a budget or an interrupt
   */
  public TurnResult orThrow() {
    if (status == TurnStatus.COMPLETED) {
      return this;
    }
    String reason =
        stoppedBy.map(budget -> "the budget is used up: " + budget).orElse("it was interrupted");
    throw new TurnStoppedException(
        "Turn " + turnId + " has no whole answer: " + reason + ". Session " + sessionId
            + " can go on with another turn.",
        items,
        stoppedBy);
  }

  /**
   * The files that are no longer what they were before the turn, whoever changed them, sorted by
   * path; what was undone within the turn is not among them. What commands did is found by
   * comparing the workspace, without what git ignores, up to 10,000 files; in a larger one only the
   * edits of tools are told. Compared at each call.
   */
  public List<ChangedFile> changes() {
    return changes.files();
  }

  /**
   * {@link #changes()} as {@code git diff --full-index} would show them: with three lines of
   * context and paths from the top of the repository, or from the workspace where there is none.
   */
  public String diff() {
    return changes.diff();
  }

  @Override
  public String toString() {
    return finalMessage;
  }
}
