package dev.codex.internal.turn;

import dev.codex.item.UserMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What the user says while a turn runs. What is taken here is read by the model, or recorded. */
final class Steering {

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<UserMessage> waiting = new ArrayDeque<>(0); // guarded by lock
  private boolean closed; // guarded by lock: the turn takes no more input

  /** False if the turn takes no more input. */
  boolean add(UserMessage message) {
    lock.lock();
    try {
      return !closed && waiting.add(message);
    } finally {
      lock.unlock();
    }
  }

  boolean isWaiting() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Everything that waits, which then waits no longer. */
  List<UserMessage> drain() {
    lock.lock();
    try {
      List<UserMessage> all = List.copyOf(waiting);
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more input, unless some is waiting; says whether it is closed now. */
  boolean closeUnlessWaiting() {
    lock.lock();
    try {
      closed = closed || waiting.isEmpty();
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
