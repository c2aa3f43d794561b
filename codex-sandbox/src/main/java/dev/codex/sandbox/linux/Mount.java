package dev.codex.sandbox.linux;

import java.nio.file.Path;

/** One change to what a command sees of the file system. Later ones cover earlier ones. */
sealed interface Mount {

  /** Absolute, without symbolic links. */
  Path path();

  /** What the host has there, for reading. */
  record ReadOnly(Path path) implements Mount {}

  /** What the host has there, for writing as well. */
  record Writable(Path path) implements Mount {}

  /** An empty folder where nothing can be made; the host gets an empty folder if it has none. */
  record Blocked(Path path) implements Mount {}

  /** A folder of the command's own that begins empty and is gone with it. */
  record Private(Path path) implements Mount {}
}
