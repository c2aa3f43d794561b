package dev.codex.testing;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the names that a scripted model gives out. */
final class AnswerNames {

  private final AtomicInteger responses = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicInteger thoughts = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger items = new AtomicInteger();

  String response() {
    return "response-" + responses.incrementAndGet();
  }

  String message() {
    return "message-" + messages.incrementAndGet();
  }

  String reasoning() {
    return "reasoning-" + thoughts.incrementAndGet();
  }

  String call() {
    return "call-" + calls.incrementAndGet();
  }

  String item() {
    return "item-" + items.incrementAndGet();
  }
}
