package dev.codex.sandbox.server;

import dev.codex.sandbox.protocol.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The files that one connection has open; they go with it. */
final class FileHandles implements AutoCloseable {

  private static final int MAX = 128;
  private static final int MAX_BLOCK = 1 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Handle> handles = new HashMap<>(2); // guarded by lock
  private boolean ended; // guarded by lock

  /** An open file, and what is to be done when it is closed in good order. */
  record Handle(FileChannel channel, boolean writes, Finish finish) {

    private void end(boolean complete) throws IOException {
      boolean whole = false;
      try {
        channel.close();
        whole = complete;
      } finally {
        finish.run(whole);
      }
    }
  }

  /** Puts a finished file where it belongs, or takes back an unfinished one. */
  interface Finish {
    void run(boolean complete) throws IOException;
  }

  /** Opens a file. */
  interface Opening {
    Handle open() throws IOException, Refusal;
  }

  /** Only the thread that reads the connection adds. */
  void add(String id, Opening opening) throws IOException, Refusal {
    lock.lock();
    try {
      if (handles.containsKey(id)) {
        throw Refusal.request("file handle `" + id + "` already exists");
      }
      if (handles.size() >= MAX) {
        throw Refusal.request("at most " + MAX + " file handles may be open per connection");
      }
    } finally {
      lock.unlock();
    }
    Handle handle = opening.open();
    if (!keep(id, handle)) {
      handle.end(false);
    }
  }

  private boolean keep(String id, Handle handle) {
    lock.lock();
    try {
      if (!ended) {
        handles.put(id, handle);
      }
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Handle remove(String id) {
    lock.lock();
    try {
      return handles.remove(id);
    } finally {
      lock.unlock();
    }
  }

  private Handle need(String id) throws Refusal {
    Handle handle;
    lock.lock();
    try {
      handle = handles.get(id);
    } finally {
      lock.unlock();
    }
    if (handle == null) {
      throw new Refusal(ErrorCode.NOT_FOUND, "unknown file handle `" + id + "`");
    }
    return handle;
  }

  /**
   * A part of a file.
   *
   * @param isLast whether the file ends with it
   */
  record Block(byte[] bytes, boolean isLast) {}

  Block read(String id, long offset, long length) throws IOException, Refusal {
    Handle handle = need(id);
    if (length < 1 || length > MAX_BLOCK) {
      throw Refusal.request("file read block length must be between 1 and " + MAX_BLOCK);
    }
    if (handle.writes()) {
      throw Refusal.internal("Bad file descriptor (os error 9)");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) length);
    while (buffer.hasRemaining()
        && handle.channel().read(buffer, offset + buffer.position()) >= 0) {
      // until the block is full or the file ends
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return new Block(bytes, offset + bytes.length >= handle.channel().size());
  }

  /**
   * Writes a part of a file. If that fails the file is taken back, as nothing else would: it cannot
   * be whole any more, and closing it would say that it is.
   */
  void write(String id, long offset, byte[] bytes) throws IOException, Refusal {
    Handle handle = need(id);
    if (!handle.writes()) {
      throw Refusal.internal("Bad file descriptor (os error 9)");
    }
    if (bytes.length > MAX_BLOCK) {
      throw Refusal.request("file write block length must be at most " + MAX_BLOCK);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        handle.channel().write(buffer, offset + buffer.position());
      }
    } catch (IOException e) {
      discard(id);
      throw e;
    }
  }

  /** Takes back a file that is not going to be whole. */
  void discard(String id) {
    Handle handle;
    lock.lock();
    try {
      handle = handles.get(id);
      if (handle == null || !handle.writes()) {
        return;
      }
      handles.remove(id);
    } finally {
      lock.unlock();
    }
    abandon(handle);
  }

  private static void abandon(Handle handle) {
    try {
      handle.end(false);
    } catch (IOException e) {
      // it is of no use any more, and what is left of it lies in a temp folder
    }
  }

  void close(String id) throws IOException {
    Handle handle = remove(id);
    if (handle != null) {
      handle.end(true);
    }
  }

  /** What was not closed was not finished. */
  @Override
  public void close() {
    List<Handle> unfinished;
    lock.lock();
    try {
      ended = true;
      unfinished = List.copyOf(handles.values());
      handles.clear();
    } finally {
      lock.unlock();
    }
    unfinished.forEach(FileHandles::abandon);
  }
}
