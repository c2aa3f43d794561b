package dev.codex.internal.files;

import dev.codex.exec.FileHistory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What a session does to files: which turn is recorded now, and which files are its own. */
public final class SessionFiles {

  private final Optional<FileHistory> history;
  private final String sessionId;
  private final Path workspace;
  private final Set<Path> exempt;
  private final MadeFiles made = new MadeFiles();
  private volatile TurnFiles turn = TurnFiles.unrecorded(made);

  public SessionFiles(
      Optional<FileHistory> history, String sessionId, Path workspace, Set<Path> exempt) {
    this.history = history;
    this.sessionId = sessionId;
    this.workspace = workspace;
    this.exempt = exempt;
  }

  /** From now on that turn acts. */
  public void beginTurn(String turnId) {
    turn = history
        .map(kept -> TurnFiles.recordedBy(kept.record(sessionId, turnId, exempt), workspace, made))
        .orElse(TurnFiles.unrecorded(made));
  }

  /** What the running turn does, or the last one did. */
  public TurnFiles turn() {
    return turn;
  }

  /**
   * What takes turns back.
   *
   * @throws IllegalStateException if the agent keeps none
   */
  public FileHistory history() {
    return history.orElseThrow(() -> new IllegalStateException(
        "This agent keeps no file history. Give it one with Agent.builder().fileHistory(...),"
            + " for example LocalFileHistory.in(folder) from codex-sandbox."));
  }
}
