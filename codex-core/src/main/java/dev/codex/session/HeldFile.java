package dev.codex.session;

import dev.codex.error.SessionException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file that this process alone may write, until it is let go.
 *
 * <p>POSIX drops all locks of a process on a file as soon as the process closes <em>any</em>
 * descriptor of that file. So whoever wants to open a session's file in this process has to know
 * whether it is held already, be it by another store: hence the one static map, which mirrors what
 * the operating system keeps.
 *
 * <p>It is a {@link RandomAccessFile} and not a channel because an interrupt, which is how turns
 * are ended, would close a channel in the middle of a write.
 */
final class HeldFile {

  /** By identity of the file; files are opened and closed only inside an operation on their key. */
  private static final ConcurrentMap<Object, HeldFile> HELD = new ConcurrentHashMap<>();

  /** Far behind all content, since on some systems nobody can read what is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int MAX_WRITE_BYTES = 1 << 20;

  private final Object key;
  private final RandomAccessFile file; // its position is guarded by lock
  private final ReentrantLock lock = new ReentrantLock();

  private HeldFile(Object key, RandomAccessFile file) {
    this.key = key;
    this.file = file;
  }

  /**
   * Opens and locks an existing file.
   *
   * @throws SessionException if another writer has it
   */
  static HeldFile acquire(Path path, String sessionId) throws IOException {
    HeldFile[] acquired = new HeldFile[1];
    atomically(path, (key, held) -> {
      if (held != null) {
        throw inUse(sessionId, "another session of this process");
      }
      acquired[0] = open(key, path, sessionId);
      return acquired[0];
    });
    return acquired[0];
  }

  /** The first bytes of a file, without disturbing whoever holds it. */
  static byte[] head(Path path, int maxBytes) throws IOException {
    byte[][] head = new byte[1][];
    atomically(path, (key, held) -> {
      if (held != null) {
        head[0] = held.read(0, maxBytes);
      } else {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
          head[0] = read(file, maxBytes);
        }
      }
      return held;
    });
    return head[0];
  }

  long length() throws IOException {
    return file.length();
  }

  /** Up to so many bytes from there; fewer only at the end of the file. */
  byte[] read(long position, int maxBytes) throws IOException {
    lock.lock();
    try {
      file.seek(position);
      return read(file, maxBytes);
    } finally {
      lock.unlock();
    }
  }

  void write(long position, byte[] bytes) throws IOException {
    lock.lock();
    try {
      file.seek(position);
      // The JDK copies what it writes outside the heap: not all of a huge image at once.
      for (int from = 0; from < bytes.length; from += MAX_WRITE_BYTES) {
        file.write(bytes, from, Math.min(MAX_WRITE_BYTES, bytes.length - from));
      }
    } finally {
      lock.unlock();
    }
  }

  void truncate(long length) throws IOException {
    if (file.length() > length) {
      file.setLength(length);
    }
  }

  /** Closes the file, which also unlocks it. */
  void release() {
    HELD.computeIfPresent(key, (k, held) -> {
      closeQuietly(file);
      return held == this ? null : held;
    });
  }

  private static HeldFile open(Object key, Path path, String sessionId) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean interrupted = Thread.interrupted(); // an interrupted thread cannot use a channel
    try {
      FileLock fileLock = file.getChannel().tryLock(LOCKED_BYTE, 1, false);
      if (fileLock != null) {
        return new HeldFile(key, file);
      }
      closeQuietly(file);
      throw inUse(sessionId, "another process");
    } catch (OverlappingFileLockException e) {
      closeQuietly(file);
      throw inUse(sessionId, "another class loader of this process");
    } catch (IOException e) {
      closeQuietly(file);
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] read(RandomAccessFile file, int maxBytes) throws IOException {
    byte[] bytes = new byte[maxBytes];
    int size = 0;
    while (size < maxBytes) {
      int count = file.read(bytes, size, maxBytes - size);
      if (count < 0) {
        break;
      }
      size += count;
    }
    return size == maxBytes ? bytes : Arrays.copyOf(bytes, size);
  }

  private static SessionException inUse(String sessionId, String by) {
    return new SessionException(
        "Session " + sessionId + " is in use by " + by + ". Wait until its turn has ended.");
  }

  private static void closeQuietly(RandomAccessFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // Everything was written when write returned; there is nothing that a caller could do.
    }
  }

  private static void atomically(Path path, Operation operation) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Object fileKey = attributes.fileKey();
    Object key = fileKey != null ? fileKey : path.toRealPath(); // Windows has no file keys
    try {
      HELD.compute(key, (k, held) -> {
        try {
          return operation.run(k, held);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Gets who holds the file and says who holds it afterwards. */
  @FunctionalInterface
  private interface Operation {
    @Nullable
    HeldFile run(Object key, @Nullable HeldFile held) throws IOException;
  }
}
