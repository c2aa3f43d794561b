package dev.codex.internal.gate;

import dev.codex.ledger.Ledger;
import java.util.List;

/**
 * Calls that a process had begun when it died. What they did is not known, so somebody has to look;
 * nothing is done again.
 */
public record LostCalls(Ledger ledger, List<Ledger.Entry> entries) {

  public static LostCalls none() {
    return new LostCalls(Ledger.none(), List.of());
  }

  public static LostCalls of(Ledger ledger, String sessionId) {
    return new LostCalls(ledger, List.copyOf(ledger.unsettled(sessionId)));
  }

  /** What a person should know. */
  public List<String> notices() {
    return entries.stream().map(LostCalls::text).toList();
  }

  /** What the model has to know before it goes on. */
  public String context() {
    return "A process that worked on this session ended while these calls ran. They may have been"
        + " done, in part or not at all. Look before you rely on them or repeat them.\n"
        + String.join("\n", notices());
  }

  private static String text(Ledger.Entry entry) {
    return "Outcome unknown: " + entry.tool() + " (call " + entry.callId() + " of " + entry.at()
        + "): " + entry.action();
  }

  /** The model and whoever watches have been told. */
  public void settle() {
    entries.forEach(entry -> ledger.settle(entry, Ledger.Outcome.UNKNOWN));
  }
}
