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

  /**
   * Whether the next event, or the end, is here already, so that {@link #hasNext()} will not wait
   * for it. A turn puts a call off while this is so: if it turns out to be the only one of the
   * answer, it needs no thread of its own. Asked by the reading thread; must not wait. The default
   * is false: calls then run as soon as they are known.
   */
  default boolean isReady() {
    return false;
  }

  /** Gives the answer up. Does nothing after the first time. */
  @Override
  void close();
}
