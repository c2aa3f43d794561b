package dev.codex.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a request together, since each write to a socket is a system call that wakes
 * the server, and OkHttp makes one for the headers and Okio one per 8 KB. Everything is out after
 * {@link #flush()}, and between flushes of no more than {@link #CAPACITY} bytes it need not be, so
 * this is no good for protocols that wait for the other side in the middle of a body.
 */
final class GatheredOutput extends OutputStream {

  static final int CAPACITY = 64 << 10;

  private final OutputStream out;
  private final SpareBuffers buffers; // of CAPACITY bytes
  private byte @Nullable [] gathered; // none between requests: connections are idle mostly
  private int count;

  GatheredOutput(OutputStream out, SpareBuffers buffers) {
    this.out = out;
    this.buffers = buffers;
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
    byte[] into = gathered;
    if (into == null) {
      into = buffers.take();
      gathered = into;
    }
    System.arraycopy(bytes, offset, into, count, length);
    count += length;
  }

  @Override
  public void flush() throws IOException {
    send();
    byte[] empty = gathered;
    if (empty != null) {
      gathered = null;
      buffers.giveBack(empty);
    }
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
