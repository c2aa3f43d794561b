package dev.codex.internal.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Large buffers that are needed for a moment. A new one for each request would be most of what a
 * round allocates, and touching fresh memory was a fifth of the time of a young JVM's round.
 */
final class SpareBuffers {

  /** Few send at the same time, whatever the number of connections. */
  private static final int MAX_SPARE = 8;

  private final int size;
  private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(MAX_SPARE);

  /** Buffers of so many bytes. */
  SpareBuffers(int size) {
    this.size = size;
  }

  /** A buffer with any content, for the caller alone. */
  byte[] take() {
    byte[] buffer = spare.poll();
    return buffer != null ? buffer : new byte[size];
  }

  /** Takes back a buffer that the caller no longer uses; how many are kept is limited. */
  void giveBack(byte[] buffer) {
    spare.offer(buffer);
  }
}
