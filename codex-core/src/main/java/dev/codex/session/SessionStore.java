package dev.codex.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where conversations are kept: one append-only log of JSON lines per session. The lines are in the
 * rollout format of Codex; a store keeps them and need not understand them. Safe for use by many
 * sessions at once.
 */
public interface SessionStore {

  /**
   * Begins the log of a new session. Nothing needs to exist before the first append.
   *
   * @throws dev.codex.error.SessionException if the id is taken or the place is not writable
   */
  SessionLog create(SessionHeader header);

  /**
   * Opens the log of a session to read it and to go on with it.
   *
   * @throws dev.codex.error.SessionNotFoundException if there is none of this id
   * @throws dev.codex.error.SessionException if another writer has it, or it cannot be read
   */
  SessionLog open(String sessionId);

  /** All sessions, the one that was written to last first. */
  List<SessionSummary> list();

  /**
   * The file or folder of this machine that holds what is kept here and nothing else; empty if there
   * is none. What happens in it is no change that a turn has made, and {@code Session.undo()} leaves
   * it alone. The default is empty.
   */
  default Optional<Path> place() {
    return Optional.empty();
  }
}
