package dev.codex.policy;

import java.nio.file.Path;
import java.util.List;
import org.immutables.value.Value;

/**
 * Limits on what a turn may destroy, whoever has approved it: they hold under every approval policy
 * and every sandbox policy, and only the host can move them.
 *
 * <p>Edits through tools are counted as they are made, by file and byte. Commands are read before
 * they run: one that deletes or overwrites more than this, the home or the root folder, a
 * repository's {@code .git}, the workspace as a whole or anything outside the workspace is not run,
 * nor is one that deletes folders nobody can name in advance. A program that deletes by itself is
 * not seen here; against that there are the sandbox and the file history.
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
    return builder().isOn(false).instructions(Instructions.FREE).build();
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

  /** Builds a safeguard. */
  final class Builder extends ImmutableSafeguard.Builder {
    Builder() {}
  }
}
