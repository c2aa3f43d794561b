package dev.codex.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a request together, since each write to a socket is a system call that wakes
 * the server, and OkHttp makes one for the headers and Okio one per 8 KB. Everything is out after
 * {@link #flush()}, and between flushes of no more than {@link #CAPACITY} bytes it need not be, so
 * this is no good for protocols that wait for the other side in the middle of a body.
 */
final class GatheredOutput extends OutputStream {

  static final int CAPACITY = 64 << 10;

  private static final int FIRST_CAPACITY = 16 << 10;

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
    if (count + length > CAPACITY) {
      send();
    }
    if (length >= CAPACITY) {
      out.write(bytes, offset, length);
      return;
    }
    System.arraycopy(bytes, offset, roomFor(length), count, length);
    count += length;
  }

  private byte[] roomFor(int length) {
    byte[] room = gathered;
    if (room == null) {
      room = new byte[length > FIRST_CAPACITY ? CAPACITY : FIRST_CAPACITY];
    } else if (count + length > room.length) {
      room = Arrays.copyOf(room, CAPACITY);
    }
    gathered = room;
    return room;
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
