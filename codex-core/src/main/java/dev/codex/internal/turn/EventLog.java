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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of a turn, from the first to the last. Any thread may append until a last event is in;
 * any number of threads may read, at their own pace, each from the beginning.
 *
 * <p>Readers take no lock while there is something to read: the array is published before the size,
 * and a slot below the size never changes. A reader that has caught up looks again for a moment
 * before it sleeps, since waking a thread costs more than a stream's next event takes to arrive.
 *
 * <p>For the same reason the thread of the turn may append an event without waking anybody, if it
 * has more to tell at once; see {@link #appendQuietly}.
 */
final class EventLog implements Consumer<Event> {

  private static final int LOOKS_BEFORE_SLEEP = 64;
  private static final long LONGEST_SLEEP = TimeUnit.HOURS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition over = lock.newCondition();
  private final Set<Thread> sleepers = ConcurrentHashMap.newKeySet(1);

  private volatile Event[] events = new Event[16];
  private volatile int size;
  private volatile boolean ended;
  private volatile @Nullable Thread teller;
  private volatile int told; // the size that readers were last woken for

  @Override
  public void accept(Event event) {
    append(event);
  }

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
      if (last) {
        ended = true;
        over.signalAll();
      }
    } finally {
      lock.unlock();
    }
    tell();
  }

  /** From now on that thread calls {@link #tell} before it waits for anything. */
  void toldBy(Thread thread) {
    teller = thread;
  }

  /**
   * Appends an event that is followed by others or by a {@link #tell}: whoever is awake sees it,
   * and nobody is woken if it is the thread that tells which appends. A round of calls woke its
   * reader 2.7 times, each a change of threads in which the turn itself had to stand back.
   */
  void appendQuietly(Event event) {
    if (Thread.currentThread() != teller) {
      append(event);
      return;
    }
    lock.lock();
    try {
      if (!ended) {
        add(event);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes those who wait, if there is something that they were not woken for. */
  void tell() {
    int now = size;
    if (now != told || ended) {
      told = now;
      if (!sleepers.isEmpty()) {
        sleepers.forEach(this::wake);
      }
    }
  }

  private void wake(Thread sleeper) {
    if (sleepers.remove(sleeper)) { // once: it may take long to be awake
      LockSupport.unpark(sleeper);
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
    Thread reader = Thread.currentThread();
    try {
      while (true) {
        sleepers.add(reader); // before the last look: who appends looks for sleepers afterwards
        if (size > known || ended) {
          return;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(this, LONGEST_SLEEP);
      }
    } finally {
      sleepers.remove(reader);
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
