package dev.codex.model;

import java.util.Iterator;

/**
 * The answer of a model, event by event. Read by one thread; {@link #close()} may come from any
 * other and ends a blocked read with a {@link dev.codex.error.ModelException}.
 *
 * <p>A whole answer ends with {@link ModelEvent.Completed}, after which {@link #hasNext()} is
 * false; an answer that does not get there throws.
 */
public interface ModelStream extends Iterator<ModelEvent>, AutoCloseable {

  /** Gives the answer up. Does nothing after the first time. */
  @Override
  void close();
}
