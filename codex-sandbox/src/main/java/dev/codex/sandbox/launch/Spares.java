package dev.codex.sandbox.launch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Processes that wait for a script, and starts that wait for a process. There are kept as many as
 * were missing so far, so that commands which come together find one each the next time.
 *
 * <p>Not for several threads at once.
 */
final class Spares {

  static final int MAX = 8;

  private final Deque<ForkedProcess> ready = new ArrayDeque<>();
  private final Deque<CompletableFuture<ForkedProcess>> waiting = new ArrayDeque<>();
  private int wanted;
  private boolean isUsed = true;

  /** One that lives, or none; whoever gets none may {@link #await}. */
  @Nullable
  ForkedProcess take() {
    isUsed = true;
    ForkedProcess process = ready.poll();
    while (process != null && !process.isAlive()) {
      process.dismiss();
      process = ready.poll();
    }
    return process;
  }

  /** Gets the next one, or what there is instead. */
  void await(CompletableFuture<ForkedProcess> waiter) {
    wanted = Math.min(MAX, wanted + 1);
    waiting.add(waiter);
  }

  boolean isShort() {
    return ready.size() < wanted + waiting.size();
  }

  /** To whoever waits the longest and still does. */
  void hand(ForkedProcess process) {
    for (var waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
      if (waiter.complete(process)) {
        return;
      }
    }
    ready.add(process);
  }

  /** Nothing is tried again without somebody who learns of it. */
  void refuse(IOException reason) {
    wanted = 0;
    CompletableFuture<ForkedProcess> waiter = waiting.poll();
    if (waiter != null) {
      waiter.completeExceptionally(reason);
    }
  }

  void refuseAll(IOException reason) {
    while (!waiting.isEmpty()) {
      refuse(reason);
    }
  }

  /** Whether nobody has wanted one since the last time this was asked. */
  boolean isIdle() {
    boolean was = !isUsed && waiting.isEmpty();
    isUsed = false;
    return was;
  }

  /** All that are ready, which are not from now on. */
  List<ForkedProcess> giveUp() {
    wanted = 0;
    List<ForkedProcess> all = List.copyOf(ready);
    ready.clear();
    return all;
  }
}
