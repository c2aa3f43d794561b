package dev.codex.sandbox.launch;

import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.StepNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a script says on a descriptor of its own, which the command does not have: the number of the
 * first process of a namespace, and which step failed.
 */
public final class LaunchStatus implements StartStatus {

  /** In front of a process number, where a failure has the address of its step. */
  public static final long FIRST_PROCESS = 1;

  /** Said at the end by who keeps processes together. */
  public static final long EVERYBODY_GONE = 2;

  /** Said instead if there are processes left. */
  public static final long SOMEBODY_LEFT = 3;

  /** What is below this is not the address of a step. */
  private static final long ADDRESSES = Script.BASE;

  private static final int MESSAGE = 16;
  private static final int MAX_LENGTH = 16 * MESSAGE;

  private static final Map<Integer, String> NAMES = Map.ofEntries(
      Map.entry(1, "Operation not permitted"),
      Map.entry(2, "No such file or directory"),
      Map.entry(7, "Argument list too long"),
      Map.entry(8, "Exec format error"),
      Map.entry(11, "Resource temporarily unavailable"),
      Map.entry(12, "Cannot allocate memory"),
      Map.entry(13, "Permission denied"),
      Map.entry(16, "Device or resource busy"),
      Map.entry(20, "Not a directory"),
      Map.entry(22, "Invalid argument"),
      Map.entry(24, "Too many open files"),
      Map.entry(28, "No space left on device"),
      Map.entry(38, "Function not implemented"),
      Map.entry(40, "Too many levels of symbolic links"),
      Map.entry(95, "Operation not supported"));

  private final StepNames steps;
  private final InputStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private byte[] said = new byte[0]; // guarded by lock

  /** What a script that is complete says on this stream. */
  public LaunchStatus(Script script, InputStream stream) {
    this.steps = script.names();
    this.stream = stream;
  }

  @Override
  public OptionalLong firstProcess() {
    ByteBuffer messages = said();
    while (messages.remaining() >= MESSAGE) {
      long what = messages.getLong();
      long value = messages.getLong();
      if (what == FIRST_PROCESS) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }

  /** Whether that was said so far, as {@link #EVERYBODY_GONE}. */
  public boolean says(long word) {
    ByteBuffer messages = said();
    while (messages.remaining() >= MESSAGE) {
      long what = messages.getLong();
      messages.getLong();
      if (what == word) {
        return true;
      }
    }
    return false;
  }

  /** The step that failed and why; empty if there is none so far. */
  public Optional<String> failure() {
    ByteBuffer messages = said();
    while (messages.remaining() >= MESSAGE) {
      long what = messages.getLong();
      int error = (int) -messages.getLong();
      if (what >= ADDRESSES) {
        String name = NAMES.getOrDefault(error, "error " + error);
        return Optional.of(steps.at(what) + ": " + name);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean commandWasStarted() {
    return failure().isEmpty() && firstProcess().isPresent();
  }

  /** Reads what is there and never waits. */
  private ByteBuffer said() {
    lock.lock();
    try {
      int available = Math.min(stream.available(), MAX_LENGTH - said.length);
      if (available > 0) {
        byte[] more = stream.readNBytes(available);
        int length = said.length;
        said = Arrays.copyOf(said, length + more.length);
        System.arraycopy(more, 0, said, length, more.length);
      }
    } catch (IOException e) {
      // closed: nothing more to come
    } finally {
      lock.unlock();
    }
    return ByteBuffer.wrap(said).order(ByteOrder.LITTLE_ENDIAN);
  }
}
