package dev.codex.session;

import dev.codex.error.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's file. It is held, that is open and locked, from the first use until {@link #idle()};
 * in between, the length that was left behind tells whether somebody else has written.
 */
final class JsonlSessionLog implements SessionLog {

  private static final int READ_BYTES = 256 << 10;

  private final String id;
  private final Path file;
  private final RolloutFiles files;
  private final Runnable onClose;
  private @Nullable HeldFile held;
  private boolean exists;
  private long length; // of what we know to be in the file
  private boolean endsLine = true; // what we know to be in the file
  private boolean dirty; // something may stand behind that, left by a failed append of ours
  private boolean closed;

  private JsonlSessionLog(String id, Path file, RolloutFiles files, Runnable onClose) {
    this.id = id;
    this.file = file;
    this.files = files;
    this.onClose = onClose;
  }

  /** A log without a file yet. */
  static JsonlSessionLog begin(String id, Path file, RolloutFiles files, Runnable onClose) {
    return new JsonlSessionLog(id, file, files, onClose);
  }

  /** The log of a file that exists. */
  static JsonlSessionLog resume(String id, Path file, RolloutFiles files) {
    JsonlSessionLog log = new JsonlSessionLog(id, file, files, () -> {});
    log.exists = true;
    try {
      HeldFile held = HeldFile.acquire(file, id);
      log.held = held;
      log.length = held.length();
      log.endsLine = log.length == 0 || held.read(log.length - 1, 1)[0] == '\n';
    } catch (IOException e) {
      log.close();
      throw log.failure("cannot be opened", e);
    }
    return log;
  }

  @Override
  public void append(List<byte[]> lines) {
    if (lines.isEmpty()) {
      return;
    }
    HeldFile target = hold();
    try {
      if (dirty) {
        target.truncate(length);
        dirty = false;
      }
      checkLength(target);
      byte[] bytes = joined(lines);
      dirty = true;
      target.write(length, bytes);
      dirty = false;
      endsLine = true;
      length += bytes.length;
    } catch (IOException e) {
      takeBack(target);
      throw failure("cannot be written", e);
    }
  }

  @Override
  public void read(Consumer<byte[]> reader) {
    if (!exists) {
      return;
    }
    HeldFile source = hold();
    LineSplitter lines = new LineSplitter(reader);
    try {
      checkLength(source);
      for (long position = 0; position < length; ) {
        int wanted = (int) Math.min(READ_BYTES, length - position);
        byte[] bytes = source.read(position, wanted);
        if (bytes.length == 0) {
          break;
        }
        lines.add(bytes, bytes.length);
        position += bytes.length;
      }
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
    lines.end();
  }

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public void idle() {
    HeldFile current = held;
    if (current != null) {
      if (dirty) {
        takeBack(current); // the last chance: from now on others may write
      }
      held = null;
      dirty = false;
      current.release();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      idle();
      onClose.run();
    }
  }

  private HeldFile hold() {
    if (closed) {
      throw new IllegalStateException("The log of session " + id + " is closed. Open it again.");
    }
    HeldFile current = held;
    if (current != null) {
      return current;
    }
    try {
      if (!exists) {
        files.create(file, id);
        exists = true;
      }
      current = HeldFile.acquire(file, id);
      held = current;
      return current;
    } catch (IOException e) {
      throw failure("cannot be opened", e);
    }
  }

  private void checkLength(HeldFile target) throws IOException {
    long now = target.length();
    if (now != length) {
      idle();
      throw new SessionException(
          "Session " + id + " was continued by another process: " + file + " has " + now
              + " bytes where we left " + length + ". Open it again to go on from there.");
    }
  }

  /** All in one, behind an end for a torn last line, so that ours are not glued to it. */
  private byte[] joined(List<byte[]> lines) {
    int size = endsLine ? 0 : 1;
    for (byte[] line : lines) {
      size = Math.addExact(size, line.length + 1);
    }
    byte[] bytes = new byte[size];
    int at = 0;
    if (!endsLine) {
      bytes[at++] = '\n';
    }
    for (byte[] line : lines) {
      System.arraycopy(line, 0, bytes, at, line.length);
      at += line.length;
      bytes[at++] = '\n';
    }
    return bytes;
  }

  private void takeBack(HeldFile target) {
    try {
      target.truncate(length);
      dirty = false;
      if (length == 0) {
        Files.deleteIfExists(file);
        exists = false;
        idle();
      }
    } catch (IOException e) {
      // Still dirty: tried again before the next append, and a reader finds a broken line.
    }
  }

  private SessionException failure(String what, IOException cause) {
    return new SessionException(
        "Session " + id + " " + what + ": " + file + ": " + cause.getMessage(), cause);
  }
}
