package dev.codex.exec;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A started command. Whoever started it closes it; closing kills whatever is still alive, children
 * and grandchildren included. All methods may be called from any thread.
 */
public interface RunningCommand extends AutoCloseable {

  /** Standard output and standard error in the order of arrival; ends when every writer is gone. */
  InputStream output();

  /** Standard input. Closing it is the end of file for the command. */
  OutputStream input();

  /**
   * Waits until the command itself has exited; children that it left behind may live on.
   *
   * @return the exit code, 128 + n if signal n ended it; empty if it still runs after the time-out
   */
  OptionalInt waitFor(Duration timeout) throws InterruptedException;

  /** Kills the command and everything it started. Does nothing if all of it is gone. */
  void kill();

  /** Kills what is left and gives up all resources. */
  @Override
  void close();
}
