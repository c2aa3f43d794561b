package dev.codex.exec;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers what files were before a turn touched them, so that what the turn did, by patch or by
 * command, can be taken back to the byte. Implementations are safe for use by many sessions at
 * once. What cannot be kept is no reason for a turn to fail: it is told by {@link Recording#end}.
 */
public interface FileHistory {

  /**
   * Begins to record a turn. Nothing is looked at before the first {@link Recording#include}.
   *
   * @param exempt files and folders that are none of the turn's, absolute; what happens in them is
   *     not recorded, and what is lost in them does not come back
   */
  Recording record(String sessionId, String turnId, Set<Path> exempt);

  /** The turns of a session whose changes can still be taken back, newest first. */
  List<String> turns(String sessionId);

  /**
   * Takes back what a turn changed, or changes nothing and says why. A turn that was taken back is
   * forgotten. If it stops half-way, for example at a full disk, it may be called again.
   *
   * @throws IllegalArgumentException if no such turn is on record
   */
  UndoResult undo(String sessionId, String turnId);

  /**
   * The file or folder of this machine that holds what is kept here and nothing else; empty if there
   * is none. What happens in it is no change that a turn has made, and {@code Session.undo()} leaves
   * it alone. The default is empty.
   */
  default Optional<Path> place() {
    return Optional.empty();
  }

  /** The recording of one turn; its methods may be called from any thread. */
  interface Recording {

    /**
     * Remembers how everything at and below these paths looks now, unless this turn did so before.
     * Called before whatever may change them; blocks until they are remembered.
     *
     * @param paths absolute
     */
    void include(List<Path> paths);

    /**
     * Which of these files would not come back as they were when they were included, for example
     * because there was no room for them, or because they are on a machine that this history does
     * not see. All of them have been included, and the sandbox sees them.
     *
     * @param files absolute
     */
    List<Path> unkept(Collection<Path> files);

    /**
     * Looks at what became of everything included and keeps the difference on record. Called once.
     *
     * @return what a person should know, such as files that were too large to keep
     */
    List<String> end();
  }
}
