package dev.codex.internal.turn;

import dev.codex.internal.thread.Threads;
import dev.codex.item.ToolCall;
import dev.codex.tool.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one answer. Each starts as soon as it is known, while the rest of the answer is
 * still arriving, unless it has to wait: a call that is not parallel-safe runs alone, and nothing
 * overtakes it (codex-behaviour 2.5). Outputs are asked for in the order of the calls.
 */
final class ToolRound {

  private final Threads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final List<Slot> slots = new ArrayList<>(2); // guarded by lock
  private int started; // guarded by lock: slots below it have been started
  private int allowed; // guarded by lock: slots below it may be started
  private int running; // guarded by lock
  private boolean cancelled; // guarded by lock
  private boolean exclusive; // guarded by lock: the running one wants to be alone

  ToolRound(Threads threads) {
    this.threads = threads;
  }

  /** A call and what came of it; an end without a call is an answer that needs no run. */
  static final class Slot {
    final ToolCall call;
    final long arrivedAt = System.nanoTime();
    private final @Nullable Call task;
    private volatile @Nullable Thread thread;
    private volatile @Nullable CallEnd end;
    private volatile boolean isStarted;
    private boolean recorded; // used by the turn's thread only

    private Slot(ToolCall call, @Nullable Call task, @Nullable CallEnd end) {
      this.call = call;
      this.task = task;
      this.end = end;
    }

    @Nullable
    CallEnd end() {
      return end;
    }

    boolean isStarted() {
      return isStarted;
    }

    /** Whether the output stands in the history. */
    boolean isRecorded() {
      return recorded;
    }

    void setRecorded() {
      recorded = true;
    }
  }

  int size() {
    lock.lock();
    try {
      return slots.size();
    } finally {
      lock.unlock();
    }
  }

  int startedCount() {
    lock.lock();
    try {
      return started;
    } finally {
      lock.unlock();
    }
  }

  List<Slot> slots() {
    lock.lock();
    try {
      return List.copyOf(slots);
    } finally {
      lock.unlock();
    }
  }

  void add(ToolCall call, Call task) {
    put(new Slot(call, task, null));
  }

  /** A call that is answered without running anything. */
  void addAnswered(ToolCall call, CallEnd end) {
    put(new Slot(call, null, end));
  }

  private void put(Slot slot) {
    lock.lock();
    try {
      slots.add(slot);
    } finally {
      lock.unlock();
    }
  }

  /** Lets all calls known so far start when their time comes. */
  void allowAll() {
    allow(size());
  }

  /** Lets the first so many calls start when their time comes, unless the round is cancelled. */
  void allow(int calls) {
    List<Slot> due;
    lock.lock();
    try {
      if (!cancelled) {
        allowed = Math.max(allowed, calls);
      }
      due = due();
    } finally {
      lock.unlock();
    }
    start(due);
  }

  /** Takes what may start now; needs the lock. */
  private List<Slot> due() {
    List<Slot> due = new ArrayList<>(1);
    while (started < allowed) {
      Slot slot = slots.get(started);
      Call task = slot.task;
      if (task == null) {
        started++;
        continue;
      }
      boolean alone = !task.isParallelSafe();
      if (running > 0 && (alone || exclusive)) {
        break;
      }
      started++;
      running++;
      exclusive = alone;
      slot.isStarted = true;
      due.add(slot);
    }
    return due;
  }

  /** Not under the lock, since the threads are the host's. */
  private void start(List<Slot> due) {
    for (Slot slot : due) {
      try {
        threads.run(() -> execute(slot, () -> {}));
      } catch (RuntimeException | Error e) { // no thread to be had; the turn must hear of it
        end(slot, new CallEnd.Broken(e));
      }
    }
  }

  /**
   * The call of a round that has no other, if it is yet to be started; from then on it counts as
   * started, and whoever asked has to {@link #execute} it.
   */
  @Nullable
  Slot takeOnly() {
    lock.lock();
    try {
      if (cancelled || slots.size() != 1 || started != 0 || slots.get(0).task == null) {
        return null;
      }
      Slot only = slots.get(0);
      allowed = 1;
      started = 1;
      running = 1;
      only.isStarted = true;
      return only;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a call on this thread.
   *
   * @param left called, on another thread, when nobody waits any more for the tool to come back
   */
  void execute(Slot slot, Runnable left) {
    Call task = Objects.requireNonNull(slot.task);
    lock.lock();
    try {
      slot.thread = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    CallEnd end;
    try {
      end = task.run(early -> {
        end(slot, early);
        left.run();
      });
    } catch (Throwable e) { // the thread's top: whatever it is, the turn must hear of it
      end = new CallEnd.Broken(e);
    }
    end(slot, end);
    Thread.interrupted(); // an interrupt was for the call, not for the pool's next task
  }

  /** The first end that a call comes to is the one that counts. */
  private void end(Slot slot, CallEnd end) {
    List<Slot> due;
    lock.lock();
    try {
      slot.thread = null;
      if (slot.end != null) {
        return;
      }
      slot.end = end;
      running--;
      due = due();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    start(due);
  }

  /** Waits until that call has ended; false if the turn was cancelled before. */
  boolean await(Slot slot, Cancellation cancellation) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (slot.end == null) {
        if (cancellation.isCancelled()) {
          return false;
        }
        moved.await();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes everybody who waits look again. */
  void wakeAll() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells everything that runs to stop, and lets nothing else start. */
  void cancel() {
    lock.lock();
    try {
      cancelled = true;
      allowed = started;
    } finally {
      lock.unlock();
    }
    for (Slot slot : slots()) {
      if (slot.task != null && slot.end == null) {
        slot.task.cancel();
      }
    }
  }

  /** Whether one of the calls runs on that thread. */
  boolean runsOn(Thread thread) {
    return slots().stream().anyMatch(slot -> slot.thread == thread);
  }

  /** For calls that do not listen: interrupts their threads. */
  void interruptThreads() {
    lock.lock();
    try {
      for (Slot slot : slots) {
        Thread thread = slot.thread;
        if (thread != null) {
          thread.interrupt();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives up on what still runs. */
  void leaveRunning() {
    for (Slot slot : slots()) {
      if (slot.task != null && slot.isStarted && slot.end == null) {
        slot.task.leave();
      }
    }
  }

  /** Waits a while for what was cancelled to end. */
  void awaitCancelled(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (running > 0 && left > 0) {
        left = moved.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
