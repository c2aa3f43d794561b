package dev.codex.sandbox.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client writes to a process. A process that does not read its input must not hold up the
 * client's other requests, so writing is done by a thread of its own, which there is only while
 * something waits to be written.
 */
final class ProcessInput {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessInput.class);

  /** Up to here a write is accepted before it is done. */
  private static final long AHEAD = 1 << 20;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  // all guarded by lock
  private final Queue<Piece> waiting = new ArrayDeque<>(1);
  private long bytes;
  private boolean open;
  private boolean writing;

  private record Piece(byte @Nullable [] bytes, @Nullable Runnable written) {}

  ProcessInput(OutputStream out, boolean open) {
    this.out = out;
    this.open = open;
    if (!open) {
      try {
        out.close();
      } catch (IOException e) {
        LOG.debug("The input could not be closed: {}", e.getMessage());
      }
    }
  }

  /**
   * Writes the bytes after everything before them.
   *
   * @param accepted called when there is room for more, on some thread
   * @return false if the input is closed; then nothing is called
   */
  boolean write(byte[] chunk, Runnable accepted) {
    boolean room;
    lock.lock();
    try {
      if (!open) {
        return false;
      }
      bytes += chunk.length;
      room = bytes <= AHEAD;
      add(new Piece(chunk, room ? null : accepted));
    } finally {
      lock.unlock();
    }
    if (room) {
      accepted.run();
    }
    return true;
  }

  /** The end of the input, after everything before it. */
  void close() {
    lock.lock();
    try {
      if (open) {
        open = false;
        add(new Piece(null, null));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The process has ended; nothing can be written any more. */
  void end() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  private void add(Piece piece) {
    waiting.add(piece);
    if (!writing) {
      writing = true;
      Thread thread = new Thread(this::drain, "codex-command-input");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void drain() {
    Piece piece;
    while ((piece = next()) != null) {
      try {
        if (piece.bytes() == null) {
          out.close();
        } else {
          out.write(piece.bytes());
          out.flush();
        }
      } catch (IOException e) {
        LOG.debug("The process does not read any more: {}", e.getMessage());
        end();
      }
      done(piece);
    }
  }

  private @Nullable Piece next() {
    lock.lock();
    try {
      Piece piece = waiting.poll();
      writing = piece != null;
      return piece;
    } finally {
      lock.unlock();
    }
  }

  private void done(Piece piece) {
    lock.lock();
    try {
      bytes -= piece.bytes() == null ? 0 : piece.bytes().length;
    } finally {
      lock.unlock();
    }
    if (piece.written() != null) {
      piece.written().run();
    }
  }
}
