package dev.codex.internal.lease;

import dev.codex.policy.Secrets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The output of items as it arrives, without secrets even where one is spread over several pieces:
 * what may be the beginning of one is held back until more is known.
 */
public final class RedactedOutput {

  private final Secrets secrets;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, String> held = new HashMap<>(2); // guarded by lock

  public RedactedOutput(Secrets secrets) {
    this.secrets = secrets;
  }

  /** What can be shown now; may be empty. */
  public String next(String itemId, String piece) {
    if (secrets.isEmpty()) {
      return piece;
    }
    lock.lock();
    try {
      String text = secrets.redact(held.getOrDefault(itemId, "") + piece);
      int end = text.length() - secrets.openEnd(text);
      held.put(itemId, text.substring(end));
      return text.substring(0, end);
    } finally {
      lock.unlock();
    }
  }

  /** What was held back, now that nothing more comes. */
  public String rest(String itemId) {
    lock.lock();
    try {
      String rest = held.remove(itemId);
      return rest == null ? "" : rest;
    } finally {
      lock.unlock();
    }
  }
}
