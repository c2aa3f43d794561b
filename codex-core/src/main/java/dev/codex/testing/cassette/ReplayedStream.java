package dev.codex.testing.cassette;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An answer from a cassette. One that was given up when it was recorded waits to be closed. */
final class ReplayedStream implements ModelStream {

  private final List<ModelEvent> events;
  private final Exchange.End end;
  private final @Nullable ModelFailure failure;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int position;

  ReplayedStream(List<ModelEvent> events, Exchange.End end, @Nullable ModelFailure failure) {
    this.events = events;
    this.end = end;
    this.failure = failure;
  }

  @Override
  public boolean hasNext() {
    if (position == events.size() && end == Exchange.End.COMPLETED) {
      return false;
    }
    if (position == events.size() && failure != null) {
      throw ModelException.of(failure);
    }
    try {
      if (position == events.size()) {
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("The reader was interrupted before the answer was complete.");
    }
    if (closed.getCount() == 0) {
      throw broken("The answer was closed before it was complete.");
    }
    return true;
  }

  @Override
  public ModelEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The answer is complete.");
    }
    return events.get(position++);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private static ModelException broken(String message) {
    return ModelException.of(ModelFailure.of(ModelFailure.Kind.STREAM, message));
  }
}
