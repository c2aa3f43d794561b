package dev.codex.sandbox.linux;

import dev.codex.sandbox.launch.StartStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What bubblewrap says on a descriptor of its own, where the command cannot forge it: the first
 * process of the namespace, and later the exit code if the command was started at all.
 */
final class BubblewrapStatus implements StartStatus {

  private static final Pattern FIRST_PROCESS = Pattern.compile("\"child-pid\": (\\d+)");
  private static final String EXIT_CODE = "\"exit-code\"";
  private static final int MAX_LENGTH = 4096;

  private final InputStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private String said = ""; // guarded by lock

  BubblewrapStatus(InputStream stream) {
    this.stream = stream;
  }

  /** Once bubblewrap has made the namespace; its number is that of the host. */
  @Override
  public OptionalLong firstProcess() {
    Matcher matcher = FIRST_PROCESS.matcher(said());
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** To be asked when bubblewrap has exited. */
  @Override
  public boolean commandWasStarted() {
    return said().contains(EXIT_CODE);
  }

  /** Reads what is there and never waits. */
  private String said() {
    lock.lock();
    try {
      int available = Math.min(stream.available(), MAX_LENGTH - said.length());
      if (available > 0) {
        said += new String(stream.readNBytes(available), StandardCharsets.US_ASCII);
      }
    } catch (IOException e) {
      // closed: nothing more to come
    } finally {
      lock.unlock();
    }
    return said;
  }

  /** Everything so far, for a message. */
  @Override
  public String toString() {
    return said();
  }
}
