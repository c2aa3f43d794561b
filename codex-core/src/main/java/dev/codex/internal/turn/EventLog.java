package dev.codex.internal.turn;

import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.event.TurnInterrupted;
import dev.codex.item.FileChange;
import dev.codex.item.Item;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkStatus;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of a turn, from the first to the last. Any thread may append until a last event is in;
 * any number of threads may read, at their own pace, each from the beginning.
 *
 * <p>Readers take no lock while there is something to read: the array is published before the size,
 * and a slot below the size never changes. A reader that has caught up looks again for a moment
 * before it sleeps, since waking a thread costs more than a stream's next event takes to arrive.
 */
final class EventLog {

  private static final int LOOKS_BEFORE_SLEEP = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Condition over = lock.newCondition();
  private int sleepers; // guarded by lock

  private volatile Event[] events = new Event[16];
  private volatile int size;
  private volatile boolean ended;

  void append(Event event) {
    lock.lock();
    try {
      if (ended) {
        return; // a tool that outlives its turn has nobody left to tell
      }
      boolean last = isLast(event);
      if (last) {
        completeOpenItems();
      }
      add(event);
      if (sleepers > 0) {
        grown.signalAll();
      }
      if (last) {
        ended = true;
        over.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private void add(Event event) {
    Event[] slots = events;
    int at = size;
    if (at == slots.length) {
      slots = Arrays.copyOf(slots, at * 2);
      events = slots;
    }
    slots[at] = event;
    size = at + 1;
  }

  /** Whoever saw an item start sees it end, even if its tool hangs or broke; needs the lock. */
  private void completeOpenItems() {
    Map<String, Item> open = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      if (events[i] instanceof ItemStarted started) {
        open.put(started.item().id(), started.item());
      } else if (events[i] instanceof ItemCompleted done) {
        open.remove(done.item().id());
      }
    }
    open.values().forEach(item -> add(new ItemCompleted(failed(item))));
  }

  private static Item failed(Item item) {
    if (item instanceof ToolExecution tool) {
      return tool.toBuilder().status(WorkStatus.FAILED).build();
    }
    // a command may go on when its turn is over, and then stays as it is
    return item instanceof FileChange change
        ? change.toBuilder().status(WorkStatus.FAILED).build()
        : item;
  }

  private static boolean isLast(Event event) {
    return event instanceof TurnCompleted
        || event instanceof TurnInterrupted
        || event instanceof TurnFailed;
  }

  boolean isEnded() {
    return ended;
  }

  int size() {
    return size;
  }

  /** The event at an index below {@link #size()}. */
  Event get(int index) {
    return events[index];
  }

  /** Waits until the last event is in. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    if (ended) {
      return true; // even if this thread is interrupted
    }
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!ended) {
        if (left <= 0) {
          return false;
        }
        left = over.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there are more events than that or the log has ended. */
  private void awaitMore(int known) throws InterruptedException {
    for (int i = 0; i < LOOKS_BEFORE_SLEEP; i++) {
      if (size > known || ended) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lockInterruptibly();
    try {
      while (size <= known && !ended) {
        sleepers++;
        try {
          grown.await(1, TimeUnit.HOURS);
        } finally {
          sleepers--;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The events from the first on; blocks at the end of what there is.
   *
   * @param onInterrupt called when a thread is interrupted while it waits; must throw
   */
  Iterator<Event> iterator(Runnable onInterrupt) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        if (next < size) {
          return true;
        }
        try {
          awaitMore(next);
        } catch (InterruptedException e) {
          onInterrupt.run();
        }
        return next < size;
      }

      @Override
      public Event next() {
        if (!hasNext()) {
          throw new NoSuchElementException("The turn has ended.");
        }
        return get(next++);
      }
    };
  }

  /** The last event, once there is one. */
  @Nullable
  Event last() {
    return ended ? events[size - 1] : null;
  }
}
