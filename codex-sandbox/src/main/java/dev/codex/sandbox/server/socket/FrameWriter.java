package dev.codex.sandbox.server.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** Writes frames, one at a time; who writes waits until the client has taken enough of it. */
final class FrameWriter {

  private static final int JOIN = 128 << 10;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  FrameWriter(OutputStream out) {
    this.out = out;
  }

  void write(int opcode, byte[] payload) throws IOException {
    byte[] head = head(opcode, payload.length);
    lock.lock();
    try {
      if (payload.length <= JOIN) {
        byte[] frame = new byte[head.length + payload.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(payload, 0, frame, head.length, payload.length);
        out.write(frame);
      } else {
        out.write(head);
        out.write(payload);
      }
    } finally {
      lock.unlock();
    }
  }

  private static byte[] head(int opcode, int length) {
    byte first = (byte) (0x80 | opcode);
    if (length < 126) {
      return new byte[] {first, (byte) length};
    }
    if (length < 1 << 16) {
      return new byte[] {first, 126, (byte) (length >> 8), (byte) length};
    }
    return new byte[] {
      first,
      127,
      0,
      0,
      0,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }
}
