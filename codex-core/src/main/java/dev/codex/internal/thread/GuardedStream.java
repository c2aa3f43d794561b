package dev.codex.internal.thread;

import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;

/** A model's stream, read on journeys from which the reading thread may not return. */
public final class GuardedStream implements ModelStream {

  private final ModelStream stream;
  private final TurnThread host;

  public GuardedStream(ModelStream stream, TurnThread host) {
    this.stream = stream;
    this.host = host;
  }

  @Override
  public boolean hasNext() {
    host.leave();
    try {
      return stream.hasNext();
    } finally {
      host.comeBack();
    }
  }

  @Override
  public ModelEvent next() {
    host.leave();
    try {
      return stream.next();
    } finally {
      host.comeBack();
    }
  }

  @Override
  public boolean isReady() {
    host.leave();
    try {
      return stream.isReady();
    } finally {
      host.comeBack();
    }
  }

  @Override
  public void close() {
    host.leave();
    try {
      stream.close();
    } finally {
      host.comeBack();
    }
  }
}
