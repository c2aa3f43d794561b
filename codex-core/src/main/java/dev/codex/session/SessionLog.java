package dev.codex.session;

import java.util.List;
import java.util.function.Consumer;

/**
 * The log of one session, held by one writer. Used by one thread at a time.
 *
 * <p>Between turns a session calls {@link #idle()}, so that thousands of quiet sessions need not
 * hold thousands of files open.
 */
public interface SessionLog extends AutoCloseable {

  /**
   * Adds lines behind all others. When this returns, a kill of this process no longer loses them.
   *
   * @param lines UTF-8 of one JSON object each, without line ends; not changed afterwards
   * @throws dev.codex.error.SessionException if they could not be written, for example because the
   *     disk is full or another process has gone on with the session; then none of them counts
   */
  void append(List<byte[]> lines);

  /**
   * Gives every line to the reader, oldest first, torn and broken ones included as they are.
   *
   * @throws dev.codex.error.SessionException if the log cannot be read
   */
  void read(Consumer<byte[]> reader);

  /** Where it is kept, for people: a path, a URL; empty if there is nothing to name. */
  String location();

  /** No append is expected soon: what can be reopened should be given up. */
  default void idle() {}

  @Override
  void close();
}
