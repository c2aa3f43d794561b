package dev.codex.policy;

import java.nio.file.Path;
import java.util.List;
import org.immutables.value.Value;

/**
 * Limits on what a turn may destroy, whoever has approved it: they hold under every approval policy
 * and every sandbox policy, and only the host can move them.
 *
 * <p>What is promised:
 *
 * <ul>
 *   <li>Edits through tools are counted as they are made, by file and byte.
 *   <li>Commands are read before they run, also where they hide in {@code bash -c}, behind
 *       wrappers or in program texts. One that is seen to delete or overwrite more than this, the
 *       home or the root folder, a repository's {@code .git}, the workspace as a whole or anything
 *       outside of {@link #roots} is not run, nor is one that deletes folders nobody can name in
 *       advance. Where a change of folder may fail, what follows is judged in both folders.
 *   <li>A file that a command is seen to take away, and of which there is no other copy, goes only
 *       if the agent's file history keeps it first, wherever it is; see {@link #onlyCopies}.
 * </ul>
 *
 * <p>What a program does by itself, such as a build, is not seen here. Against that there are the
 * sandbox, which keeps it to the folders of its policy, and the file history: {@code Session.undo}
 * takes back to the byte what became of those folders, and without a sandbox of the workspace. What
 * the history has no room for is told in a {@code Notice} at the end of the turn. So to let
 * everything be approved and lose nothing, give the agent a file history and a sandbox policy that
 * confines; {@code dangerFullAccess()} leaves a program that nobody can read the rest of the disk.
 */
@Value.Immutable
public interface Safeguard {

  /** Files that a turn may delete. */
  @Value.Default
  default int maxDeletedFiles() {
    return 500;
  }

  /** Existing files that a turn may write over. */
  @Value.Default
  default int maxOverwrittenFiles() {
    return 1_000;
  }

  /** Content, in bytes, that a turn may delete or write over. */
  @Value.Default
  default long maxLostBytes() {
    return 256L << 20;
  }

  /**
   * Folders, besides the workspace and what the sandbox policy names, in which deleting is fine.
   */
  List<Path> roots();

  /** Whether changing what agents are told, such as AGENTS.md, always needs an approval. */
  @Value.Default
  default Instructions instructions() {
    return Instructions.ASK;
  }

  /**
   * Whether a command may delete files of which there is no other copy, or have git replace them.
   * What git's index has counts as a copy. Folders that builds make again, the system's temp
   * folders (but one that the workspace is in) and files that the session has made itself, by an
   * edit or as the output of a command where nothing was before, need none. The default is that it
   * may not.
   */
  @Value.Default
  default OnlyCopies onlyCopies() {
    return OnlyCopies.KEPT;
  }

  @Value.Default
  default boolean isOn() {
    return true;
  }

  /** The limits that hold without a reason for others. */
  static Safeguard standard() {
    return builder().build();
  }

  /** No limits at all: what is approved is done, down to the last file. */
  static Safeguard dangerouslyOff() {
    return builder()
        .isOn(false)
        .instructions(Instructions.FREE)
        .onlyCopies(OnlyCopies.FREE)
        .build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** What becomes of a change to instruction files. */
  enum Instructions {
    ASK,
    FREE
  }

  /** What becomes of files of which there is no other copy. */
  enum OnlyCopies {
    /** They may go if the agent's file history keeps them, so that undo brings them back. */
    KEPT,
    FREE
  }

  /** Builds a safeguard. */
  final class Builder extends ImmutableSafeguard.Builder {
    Builder() {}
  }
}
