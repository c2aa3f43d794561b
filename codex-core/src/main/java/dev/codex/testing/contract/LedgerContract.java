package dev.codex.testing.contract;

import dev.codex.ledger.Ledger;
import dev.codex.ledger.Ledger.Entry;
import dev.codex.ledger.Ledger.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;

/** What every {@link Ledger} must do that outlives its process. */
public abstract class LedgerContract extends Contract {

  private static final String SESSION = "01a210b9-55a6-7121-8643-660424bd0001";
  private static final String OTHER_SESSION = "01a210b9-55a6-7121-8643-660424bd0002";

  protected LedgerContract() {}

  /** An empty ledger. Called once in each check. */
  protected abstract Ledger ledger();

  /** The book of the last {@link #ledger()}, as a process finds it after the first one's death. */
  protected abstract Ledger reopened();

  public void whatADeadProcessLeftOpenIsToldInItsOrder() {
    Ledger dead = ledger();
    dead.intend(entry("b", SESSION));
    dead.intend(entry("a", SESSION));
    dead.intend(entry("0", SESSION));
    dead.settle(entry("a", SESSION), Outcome.SUCCEEDED);

    Expect.same(
        List.of(entry("b", SESSION), entry("0", SESSION)),
        reopened().unsettled(SESSION),
        "What was entered and not settled");
  }

  public void whatThisProcessStillDoesIsNotLeftOpen() {
    Ledger ledger = ledger();
    ledger.intend(entry("a", SESSION));

    Expect.same(List.of(), ledger.unsettled(SESSION), "Calls of a process that is gone");
  }

  public void everyOutcomeSettles() {
    Ledger dead = ledger();
    for (Outcome outcome : Outcome.values()) {
      dead.intend(entry(outcome.name(), SESSION));
      dead.settle(entry(outcome.name(), SESSION), outcome);
    }

    Expect.same(List.of(), reopened().unsettled(SESSION), "Calls without an outcome");
  }

  public void whatWasLeftOpenIsSettledByWhoeverFindsIt() {
    ledger().intend(entry("a", SESSION));
    Ledger finder = reopened();

    finder.unsettled(SESSION).forEach(entry -> finder.settle(entry, Outcome.UNKNOWN));

    Expect.same(List.of(), finder.unsettled(SESSION), "Calls left open, asked again");
    Expect.same(List.of(), reopened().unsettled(SESSION), "Calls left open for the next process");
  }

  public void whatWasDeniedIsSettledWithoutHavingBeenEntered() {
    ledger().settle(entry("a", SESSION), Outcome.DENIED);

    Expect.same(List.of(), reopened().unsettled(SESSION), "Calls left open");
  }

  public void sessionsDoNotMix() {
    Ledger dead = ledger();
    dead.intend(entry("a", SESSION));
    dead.intend(entry("b", OTHER_SESSION));

    Ledger finder = reopened();

    Expect.same(List.of(entry("a", SESSION)), finder.unsettled(SESSION), "Calls of one session");
    Expect.same(List.of(), finder.unsettled("nobody"), "Calls of a session that is not there");
  }

  public void everyTextComesBack() {
    Entry entry = entry("a\"\\\u2028\ud83d\ude00", SESSION).toBuilder()
        .action("rm \"a b\" \\ \u00e4 \ud83d\ude00")
        .addPaths(Path.of("/srv/two words \u00e4").toAbsolutePath())
        .addEnvironment("PATH=/a:\"b\" (changed)", "HOME (removed)")
        .build();

    ledger().intend(entry);

    Expect.same(List.of(entry), reopened().unsettled(SESSION), "An entry with odd letters");
  }

  public void callsOfManyThreadsAreAllEntered() throws Exception {
    Ledger dead = ledger();
    Set<String> expected = new HashSet<>();
    List<FutureTask<Void>> writers = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      String name = "t" + thread + "-";
      for (int i = 0; i < 25; i++) {
        expected.add(name + i);
      }
      writers.add(Expect.start("ledger contract " + thread, () -> {
        for (int i = 0; i < 25; i++) {
          dead.intend(entry(name + i, SESSION));
        }
        return null;
      }));
    }
    for (FutureTask<Void> writer : writers) {
      Expect.promptly(writer, "Entering calls");
    }

    List<String> found = reopened().unsettled(SESSION).stream().map(Entry::id).toList();

    Expect.same(expected.size(), found.size(), "The number of calls");
    Expect.same(expected, new HashSet<>(found), "The calls");
  }

  /** An agent gives up on a slow ledger by interrupting its thread. */
  public void anInterruptedEntrySpoilsNoOther() {
    Ledger dead = ledger();
    Thread.currentThread().interrupt();
    try {
      dead.intend(entry("interrupted", SESSION));
    } catch (RuntimeException e) {
      // may be refused, which denies that one call
    } finally {
      Thread.interrupted();
    }
    dead.intend(entry("a", SESSION));

    Expect.that(
        reopened().unsettled(SESSION).contains(entry("a", SESSION)),
        "The call that was entered after an interrupted one is lost.");
  }

  public void thePlaceIsAbsolute() {
    ledger()
        .place()
        .ifPresent(
            place -> Expect.that(place.isAbsolute(), "The place " + place + " is not absolute."));
  }

  private static Entry entry(String id, String session) {
    return Entry.builder()
        .id(id)
        .at(Instant.parse("2026-11-25T03:21:51.274Z"))
        .sessionId(session)
        .turnId("turn-1")
        .callId("call-" + id)
        .tool("exec_command")
        .action("make all")
        .addPaths(Path.of("/srv/shop").toAbsolutePath())
        .digest("abc")
        .decision("approved")
        .build();
  }
}
