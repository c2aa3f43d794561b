package dev.codex.sandbox.server;

import dev.codex.sandbox.protocol.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/** The files that one connection has open; they go with it. */
final class FileHandles implements AutoCloseable {

  private static final int MAX = 128;
  private static final int MAX_BLOCK = 1 << 20;

  private final Map<String, Handle> handles = new HashMap<>(2); // guarded by this

  /** An open file, and what is to be done when it is closed in good order. */
  record Handle(FileChannel channel, boolean writes, Finish finish) {}

  /** Puts a finished file where it belongs, or takes back an unfinished one. */
  interface Finish {
    void run(boolean complete) throws IOException;
  }

  /** Opens a file. */
  interface Opening {
    Handle open() throws IOException, Refusal;
  }

  synchronized void add(String id, Opening opening) throws IOException, Refusal {
    if (handles.containsKey(id)) {
      throw Refusal.request("file handle `" + id + "` already exists");
    }
    if (handles.size() >= MAX) {
      throw Refusal.request("at most " + MAX + " file handles may be open per connection");
    }
    handles.put(id, opening.open());
  }

  private Handle need(String id) throws Refusal {
    Handle handle = handles.get(id);
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

  synchronized Block read(String id, long offset, long length) throws IOException, Refusal {
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

  synchronized void write(String id, long offset, byte[] bytes) throws IOException, Refusal {
    Handle handle = need(id);
    if (!handle.writes()) {
      throw Refusal.internal("Bad file descriptor (os error 9)");
    }
    if (bytes.length > MAX_BLOCK) {
      throw Refusal.request("file write block length must be at most " + MAX_BLOCK);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      handle.channel().write(buffer, offset + buffer.position());
    }
  }

  synchronized void close(String id) throws IOException {
    Handle handle = handles.remove(id);
    if (handle != null) {
      handle.channel().close();
      handle.finish().run(true);
    }
  }

  /** What was not closed was not finished. */
  @Override
  public synchronized void close() {
    for (Handle handle : handles.values()) {
      try {
        handle.channel().close();
        handle.finish().run(false);
      } catch (IOException e) {
        // nobody is left to be told
      }
    }
    handles.clear();
  }
}
