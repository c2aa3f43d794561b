package dev.codex.sandbox.linux;

import java.nio.file.Path;

/** One change to what a command sees of the file system. Later ones cover earlier ones. */
sealed interface Mount {

  /** Absolute, without symbolic links but for {@link Link}. */
  Path path();

  /** What the host has there, for reading. */
  record ReadOnly(Path path) implements Mount {}

  /** What the host has there, for writing as well. */
  record Writable(Path path) implements Mount {}

  /** What the host must not have there: a placeholder that cannot be changed. */
  record Blocked(Path path) implements Mount {}

  /** A folder of the command's own that begins empty and is gone with it. */
  record Private(Path path) implements Mount {}

  /** A folder that cannot be looked into, though perhaps something in it can be reached. */
  record HiddenFolder(Path path, Inside inside) implements Mount {}

  /** A file that cannot be opened. */
  record HiddenFile(Path path) implements Mount {}

  /** A symbolic link where everything around is hidden. */
  record Link(Path path, Path target) implements Mount {}

  /** Whether there is a way through a hidden folder. */
  enum Inside {
    CLOSED,
    PASSABLE
  }
}
