package dev.codex.sandbox.server.socket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a client's messages, whole, from the frames that they come in. */
final class FrameReader {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int MAX_CONTROL = 125;
  private static final int FIRST_BUFFER = 64 << 10;

  private final InputStream in;
  private final int maxMessage;
  private byte[] message = new byte[0];
  private boolean started;

  FrameReader(InputStream in, int maxMessage) {
    this.in = in;
    this.maxMessage = maxMessage;
  }

  /**
   * A message or a control frame.
   *
   * @param opcode {@link #TEXT} for a message of either kind
   */
  record Frame(int opcode, byte[] payload) {}

  /** Waits for the next. */
  Frame next() throws IOException {
    while (true) {
      int head = need();
      int opcode = head & 0x0f;
      boolean last = (head & 0x80) != 0;
      int second = need();
      long length = length(second & 0x7f);
      if ((head & 0x70) != 0 || (second & 0x80) == 0) {
        throw new IOException("a frame with reserved bits, or without a mask");
      }
      byte[] mask = exactly(4);
      if (opcode >= CLOSE) {
        if (!last || length > MAX_CONTROL) {
          throw new IOException("a control frame in pieces, or too long");
        }
        return new Frame(opcode, unmask(exactly((int) length), 0, (int) length, mask));
      }
      if ((opcode == CONTINUATION) != started || opcode > BINARY) {
        throw new IOException("a frame of the kind " + opcode + " where it does not belong");
      }
      append(length, mask);
      started = !last;
      if (last) {
        byte[] whole = message;
        message = new byte[0];
        return new Frame(TEXT, whole);
      }
    }
  }

  private long length(int first) throws IOException {
    if (first < 126) {
      return first;
    }
    long length = 0;
    for (byte b : exactly(first == 126 ? 2 : 8)) {
      length = length << 8 | b & 0xff;
    }
    return length;
  }

  private void append(long length, byte[] mask) throws IOException {
    int before = message.length;
    if (length < 0 || length > maxMessage - before) {
      throw new IOException("a message of more than " + maxMessage + " bytes");
    }
    int end = before + (int) length;
    int at = before;
    // memory follows what has really arrived, not what a header promises
    while (at < end) {
      int step = Math.min(end - at, Math.max(FIRST_BUFFER, at));
      message = Arrays.copyOf(message, at + step);
      if (in.readNBytes(message, at, step) < step) {
        throw new EOFException("the connection ended within a message");
      }
      at += step;
    }
    unmask(message, before, (int) length, mask);
  }

  private static byte[] unmask(byte[] bytes, int offset, int length, byte[] mask) {
    for (int i = 0; i < length; i++) {
      bytes[offset + i] ^= mask[i & 3];
    }
    return bytes;
  }

  private int need() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the connection ended");
    }
    return next;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended within a frame");
    }
    return bytes;
  }
}
