package dev.codex.internal.gate;

import dev.codex.error.SessionException;
import dev.codex.internal.gate.HostCode.Answer;
import dev.codex.ledger.JsonlLedger;
import dev.codex.ledger.Ledger;
import java.time.Duration;
import java.util.List;

/** A ledger of the host, which may hang like all code of a host: then it has failed. */
record PatientLedger(Ledger ledger, HostCode hostCode, Duration patience) implements Ledger {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The ledger of an agent; ours needs no thread of its own. */
  static Ledger of(Authority authority) {
    Ledger ledger = authority.ledger();
    return ledger == Ledger.none() || ledger instanceof JsonlLedger
        ? ledger
        : new PatientLedger(ledger, authority.hostCode(), PATIENCE);
  }

  @Override
  public void intend(Entry entry) {
    run(() -> ledger.intend(entry));
  }

  @Override
  public void settle(Entry entry, Outcome outcome) {
    run(() -> ledger.settle(entry, outcome));
  }

  @Override
  public List<Entry> unsettled(String sessionId) {
    return ledger.unsettled(sessionId);
  }

  /** An interrupt of the turn does not end it: what was done has to be settled all the same. */
  private void run(Runnable entering) {
    Answer<Boolean> answer = hostCode.runToItsEnd(
        () -> {
          entering.run();
          return true;
        },
        patience);
    if (answer instanceof Answer.Failed<Boolean> failed) {
      throw failed.cause() instanceof RuntimeException thrown
          ? thrown
          : new SessionException("The ledger failed: " + failed.cause(), failed.cause());
    }
    if (!(answer instanceof Answer.Given)) {
      throw new SessionException("The ledger took longer than " + patience.toSeconds() + " s.");
    }
  }
}
