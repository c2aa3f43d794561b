package dev.codex.tools.shell.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The output of one command as far as it is kept in a file. Keeping is a service that may fail, be
 * it for want of room: the command and its answers do not suffer from it. Safe from any thread.
 */
public final class KeptOutput {

  private final KeptOutputs owner;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OutputFile file; // guarded by lock
  private long bytes; // guarded by lock
  private String lost = ""; // guarded by lock: why the rest is not here

  KeptOutput(KeptOutputs owner, OutputFile file) {
    this.owner = owner;
    this.file = file;
  }

  /** Nothing but the reason why there is nothing. */
  KeptOutput(KeptOutputs owner, String lost) {
    this.owner = owner;
    this.lost = lost;
  }

  void append(byte[] source, int length) {
    if (!isGrowing()) {
      return;
    }
    int granted = owner.reserve(this, length); // not with the lock held: others may have to go
    lock.lock();
    try {
      if (file == null || !lost.isEmpty()) {
        return;
      }
      file.append(source, granted);
      bytes += granted;
      if (granted < length) {
        lost = "there is no room for more";
      }
    } catch (IOException e) {
      lost = "it could not be written: " + e.getMessage();
    } finally {
      lock.unlock();
    }
  }

  private boolean isGrowing() {
    lock.lock();
    try {
      return file != null && lost.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Up to that many bytes; -1 where nothing is kept any more. */
  int read(ByteBuffer target, long position) throws IOException {
    lock.lock();
    try {
      return file == null ? -1 : file.read(target, position);
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Why there is no more than {@link #bytes()}; empty if that is all there was. */
  String lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Makes room; returns how many bytes. */
  long discard() {
    lock.lock();
    try {
      OutputFile old = file;
      file = null;
      lost = "newer output needed its room";
      if (old != null) {
        old.delete();
      }
    } catch (IOException e) {
      // it is of no use any more, deleted or not
    } finally {
      lock.unlock();
    }
    return bytes();
  }

  /** Lets go of the file; what has a name stays. */
  void close() {
    lock.lock();
    try {
      OutputFile old = file;
      file = null;
      lost = "its session is closed";
      if (old != null) {
        old.close();
      }
    } catch (IOException e) {
      // everything was written already
    } finally {
      lock.unlock();
    }
  }
}
