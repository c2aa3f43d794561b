package dev.codex.testing;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** An answer played from steps. What does not reach {@code Completed} breaks off at its end. */
final class PlayedStream implements ModelStream {

  private final List<AnswerStep> steps;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int position; // guarded by lock
  private int arrivedAt = -1; // guarded by lock
  private boolean completed; // guarded by lock
  private boolean closed; // guarded by lock

  PlayedStream(List<AnswerStep> steps) {
    this.steps = List.copyOf(steps);
  }

  @Override
  public boolean hasNext() {
    lock.lock();
    try {
      while (!completed) {
        if (closed) {
          throw broken("The answer was closed before it was complete.");
        }
        if (position == steps.size()) {
          throw broken("The answer ended before it was complete.");
        }
        AnswerStep step = steps.get(position);
        if (step instanceof AnswerStep.Emit) {
          return true;
        }
        if (step instanceof AnswerStep.Fail fail) {
          throw ModelException.of(fail.failure());
        }
        pass(((AnswerStep.Wait) step).gate());
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isReady() {
    lock.lock();
    try {
      return completed
          || position == steps.size()
          || !(steps.get(position) instanceof AnswerStep.Wait);
    } finally {
      lock.unlock();
    }
  }

  private void pass(Gate gate) {
    if (arrivedAt != position) {
      arrivedAt = position;
      gate.arrive(this::wakeUp);
    }
    try {
      while (!closed && !gate.isOpen()) {
        changed.await();
      }
      position++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("The reader was interrupted before the answer was complete.");
    }
  }

  @Override
  public ModelEvent next() {
    lock.lock();
    try {
      if (!hasNext()) {
        throw new NoSuchElementException("The answer is complete.");
      }
      ModelEvent event = ((AnswerStep.Emit) steps.get(position++)).event();
      completed = event instanceof ModelEvent.Completed;
      return event;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wakeUp() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static ModelException broken(String message) {
    return ModelException.of(ModelFailure.of(ModelFailure.Kind.STREAM, message));
  }
}
