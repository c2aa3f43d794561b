package dev.codex.sandbox;

import dev.codex.error.ConfigException;
import dev.codex.exec.FileHistory;
import dev.codex.exec.UndoResult;
import dev.codex.sandbox.history.TurnJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what files of this machine were before a turn changed them, in a folder that the host
 * names. Contents are kept once, whatever their names, and only their owner can read them.
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .fileHistory(LocalFileHistory.in(Path.of("/var/lib/app/undo")))
 *     ...
 * session.run("Clean up the build");
 * session.undo();
 * }</pre>
 *
 * Before the first command of a turn, all that its policy lets it write is compared with the last
 * look by metadata; only what differs is read. Files that one process may write while another reads
 * are kept as they were read. What is put back is content, mode, links and folders; owners and
 * times are not.
 *
 * <p>One JVM at a time uses a folder. Safe for use by many sessions at once.
 */
public final class LocalFileHistory implements FileHistory, AutoCloseable {

  private static final long DEFAULT_BYTES = 2L << 30;
  private static final long DEFAULT_FILE_BYTES = 256L << 20;

  private final TurnJournal journal;

  private LocalFileHistory(TurnJournal journal) {
    this.journal = journal;
  }

  /** Keeps up to 2 GiB; when that is full, the oldest turns are forgotten first. */
  public static LocalFileHistory in(Path folder) {
    return in(folder, DEFAULT_BYTES);
  }

  /**
   * Keeps up to a number of bytes; when that is full, the oldest turns are forgotten first.
   *
   * @throws ConfigException if the folder cannot be used, or another JVM uses it
   */
  public static LocalFileHistory in(Path folder, long maxBytes) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException(
          "maxBytes is " + maxBytes + "; it must be 0 or more, for example 2L << 30 for 2 GiB.");
    }
    return new LocalFileHistory(TurnJournal.open(
        folder.toAbsolutePath().normalize(), maxBytes, Math.min(maxBytes, DEFAULT_FILE_BYTES)));
  }

  @Override
  public Recording record(String sessionId, String turnId, Set<Path> exempt) {
    return journal.record(sessionId, turnId, exempt);
  }

  @Override
  public Optional<Path> place() {
    return Optional.of(journal.folder());
  }

  @Override
  public List<String> turns(String sessionId) {
    return journal.turns(sessionId);
  }

  @Override
  public UndoResult undo(String sessionId, String turnId) {
    return journal.undo(sessionId, turnId);
  }

  /** Lets another JVM use the folder. */
  @Override
  public void close() {
    journal.close();
  }
}
