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

  /**
   * Standard input. Closing it is the end of file for the command. With a terminal, what is written
   * is typed there: a line ends with a carriage return or a line feed, 3 is Ctrl-C, 4 is Ctrl-D.
   */
  OutputStream input();

  /**
   * Waits until the command itself has exited; children that it left behind may live on.
   *
   * @return the exit code, 128 + n if signal n ended it; empty if it still runs after the time-out
   */
  OptionalInt waitFor(Duration timeout) throws InterruptedException;

  /**
   * Asks the command to stop, as Ctrl-C does: with a terminal the key is pressed there, without one
   * the command and its children are sent SIGINT. Does nothing if it has exited. A command may take
   * its time, or not care.
   */
  void interrupt();

  /** Makes the terminal as large as that; no effect without a terminal or after the exit. */
  void resize(TerminalSize size);

  /** Kills the command and everything it started. Does nothing if all of it is gone. */
  void kill();

  /** Kills what is left and gives up all resources. */
  @Override
  void close();
}
