package dev.codex.sandbox.launch;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Closes a descriptor once nobody is in the middle of using it: its number is soon somebody else's,
 * such as the pipe over which the next process gets its script, and what was meant for one command
 * must not be run by another.
 */
final class PipeEnd implements Closeable {

  private final Closeable descriptor;
  private final ReentrantLock lock = new ReentrantLock();
  private int users; // guarded by lock
  private boolean isClosed; // guarded by lock

  PipeEnd(Closeable descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Comes before every use; {@link #end} comes after it.
   *
   * @throws IOException if it is closed
   */
  void begin() throws IOException {
    lock.lock();
    try {
      if (isClosed) {
        throw new IOException("Stream closed");
      }
      users++;
    } finally {
      lock.unlock();
    }
  }

  void end() throws IOException {
    boolean isLast;
    lock.lock();
    try {
      users--;
      isLast = isClosed && users == 0;
    } finally {
      lock.unlock();
    }
    if (isLast) {
      descriptor.close();
    }
  }

  /** Never waits: the last user closes it. */
  @Override
  public void close() throws IOException {
    boolean isUnused;
    lock.lock();
    try {
      isUnused = !isClosed && users == 0;
      isClosed = true;
    } finally {
      lock.unlock();
    }
    if (isUnused) {
      descriptor.close();
    }
  }
}
