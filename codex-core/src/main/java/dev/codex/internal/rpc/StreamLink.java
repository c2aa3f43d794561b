package dev.codex.internal.rpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A link over two streams: a message is a line. Used for programs that speak on their stdio. */
public final class StreamLink implements Link {

  private static final int MAX_LINE = 64 << 20;

  private final InputStream in;
  private final OutputStream out;
  private final Runnable onClose;
  private final Listener listener;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  private StreamLink(InputStream in, OutputStream out, Runnable onClose, Listener listener) {
    this.in = new BufferedInputStream(in, 64 << 10);
    this.out = out;
    this.onClose = onClose;
    this.listener = listener;
  }

  /**
   * Begins to read on a daemon thread of its own.
   *
   * @param onClose ends whoever is at the other end, so that a stuck read comes back
   */
  public static StreamLink open(
      InputStream in, OutputStream out, Runnable onClose, Listener listener) {
    StreamLink link = new StreamLink(in, out, onClose, listener);
    Thread thread = new Thread(link::read, "codex-rpc-stdio");
    thread.setDaemon(true);
    thread.start();
    return link;
  }

  @Override
  public void send(byte[] message) throws IOException {
    writing.lock();
    try {
      out.write(message);
      out.write('\n');
      out.flush();
    } finally {
      writing.unlock();
    }
  }

  private void read() {
    String reason = "the other side closed its output";
    try {
      for (byte[] line = line(); line.length > 0 || !atEnd; line = line()) {
        if (line.length > 0) {
          listener.message(line);
        }
      }
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    } finally {
      close();
      listener.closed(reason);
    }
  }

  private boolean atEnd; // only the reading thread

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    int next;
    while ((next = in.read()) >= 0 && next != '\n') {
      if (line.size() >= MAX_LINE) {
        throw new IOException("a line of more than " + MAX_LINE + " bytes came");
      }
      line.write(next);
    }
    atEnd = next < 0;
    return line.toByteArray();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
