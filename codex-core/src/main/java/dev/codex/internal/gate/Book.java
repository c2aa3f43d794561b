package dev.codex.internal.gate;

import dev.codex.event.Event;
import dev.codex.event.Notice;
import dev.codex.hook.HookContext;
import dev.codex.internal.json.Ids;
import dev.codex.item.ToolCall;
import dev.codex.ledger.Ledger;
import dev.codex.ledger.Ledger.Entry;
import dev.codex.ledger.Ledger.Outcome;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enters the calls of a turn into the ledger of the host, if there is one. */
public final class Book {

  private static final Logger LOG = LoggerFactory.getLogger(Book.class);

  /** Nobody reads what is entered nowhere, and its digest was 4 % of the byte code of a round. */
  private static final Entry UNKEPT = Entry.builder()
      .id("")
      .at(Instant.EPOCH)
      .sessionId("")
      .turnId("")
      .callId("")
      .tool("")
      .action("")
      .digest("")
      .decision("")
      .build();

  private final Ledger ledger;
  private final Secrets secrets;
  private final Clock clock;
  private final String sessionId;
  private final String turnId;
  private final Consumer<Event> events;

  /** A book for the calls of a turn, in which no secret stands. */
  Book(
      Authority authority, Secrets secrets, Clock clock, HookContext turn, Consumer<Event> events) {
    this.ledger = PatientLedger.of(authority);
    this.secrets = secrets;
    this.clock = clock;
    this.sessionId = turn.sessionId();
    this.turnId = turn.turnId();
    this.events = events;
  }

  /** What is about to be done, or was not allowed. */
  public Entry entry(ToolCall call, ApprovalRequest request, String decision) {
    if (ledger == Ledger.none()) {
      return UNKEPT;
    }
    return Entry.builder()
        .id(Ids.uuid())
        .at(clock.instant())
        .sessionId(sessionId)
        .turnId(turnId)
        .callId(call.callId())
        .tool(call.name())
        .action(secrets.redact(request.display()))
        .paths(request instanceof EditFiles edit ? edit.paths() : List.of())
        .environment(
            request instanceof RunCommand run
                ? run.environmentChanges().stream()
                    .map(change -> secrets.redact(change.toString()))
                    .toList()
                : List.of())
        .digest(Digest.call(call))
        .decision(secrets.redact(decision))
        .request(Optional.of(request))
        .build();
  }

  /**
   * Enters what is about to be done. What cannot be entered is not done, so a ledger that fails has
   * denied.
   *
   * @return why it must not be done; empty if it may
   */
  public Optional<String> intend(Entry entry) {
    if (ledger == Ledger.none()) {
      return Optional.empty();
    }
    try {
      ledger.intend(entry);
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn("The ledger did not enter call {} of {}", entry.callId(), entry.tool());
      LOG.trace("What the ledger threw", e);
      events.accept(new Notice("The ledger did not enter call " + entry.callId() + " of "
          + entry.tool() + ", which was therefore not done: " + e.getMessage()));
      String why = "the ledger could not enter it, and what is not entered is not done";
      settle(entry.toBuilder().decision("denied: " + why).build(), Outcome.DENIED);
      return Optional.of(why);
    }
  }

  /** What is done is done, so a ledger that fails here is only complained about. */
  public void settle(Entry entry, Outcome outcome) {
    if (ledger == Ledger.none()) {
      return;
    }
    try {
      ledger.settle(entry, outcome);
    } catch (RuntimeException e) {
      LOG.warn(
          "The ledger did not settle call {} of {} as {}", entry.callId(), entry.tool(), outcome);
      LOG.trace("What the ledger threw", e);
      events.accept(new Notice("The ledger did not settle call " + entry.callId() + " of "
          + entry.tool() + " as " + outcome + ": " + e.getMessage()));
    }
  }
}
