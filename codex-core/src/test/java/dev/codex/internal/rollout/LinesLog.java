package dev.codex.internal.rollout;

import dev.codex.session.SessionLog;
import java.util.List;
import java.util.function.Consumer;

/** A log of given lines, to be read. */
record LinesLog(List<byte[]> lines) implements SessionLog {

  @Override
  public void append(List<byte[]> added) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void read(Consumer<byte[]> reader) {
    lines.forEach(reader);
  }

  @Override
  public String location() {
    return "";
  }

  @Override
  public void close() {}
}
