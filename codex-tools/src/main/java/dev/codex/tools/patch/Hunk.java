package dev.codex.tools.patch;

import java.util.List;
import java.util.Optional;

/** What a patch wants done to one file. */
public sealed interface Hunk {

  /** As the patch spells it. */
  String path();

  /**
   * Creates a file, or replaces all of an existing one.
   *
   * @param lines without line ends; each is written with a line feed
   */
  record Add(String path, List<String> lines) implements Hunk {
    public Add {
      lines = List.copyOf(lines);
    }
  }

  /** Deletes a file. */
  record Delete(String path) implements Hunk {}

  /**
   * Changes a file in place or while moving it.
   *
   * @param moveTo the new path as the patch spells it
   * @param chunks at least one, in the order of the file
   */
  record Update(String path, Optional<String> moveTo, List<Chunk> chunks) implements Hunk {
    public Update {
      chunks = List.copyOf(chunks);
    }
  }
}
