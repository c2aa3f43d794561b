package dev.codex.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a large body together, since each write to a socket is a system call and Okio
 * makes one per 8 KB. What is small goes out as it is. Everything is out after {@link #flush()},
 * and between flushes of no more than {@link #CAPACITY} bytes it need not be, so this is no good
 * for protocols that wait for the other side in the middle of a body.
 */
final class GatheredOutput extends OutputStream {

  static final int CAPACITY = 64 << 10;

  /** The size of Okio's segments: a write of this size will be followed by more. */
  private static final int LARGE = 8 << 10;

  private final OutputStream out;
  private byte @Nullable [] gathered;
  private int count;

  GatheredOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (count == 0 && length < LARGE || length >= CAPACITY) {
      send();
      out.write(bytes, offset, length);
      return;
    }
    if (count + length > CAPACITY) {
      send();
    }
    byte[] into = gathered;
    if (into == null) {
      into = new byte[CAPACITY];
      gathered = into;
    }
    System.arraycopy(bytes, offset, into, count, length);
    count += length;
  }

  @Override
  public void flush() throws IOException {
    send();
    gathered = null; // connections are idle for most of their time
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      send();
    }
  }

  private void send() throws IOException {
    byte[] from = gathered;
    if (from != null && count > 0) {
      int length = count;
      count = 0;
      out.write(from, 0, length);
    }
  }
}
