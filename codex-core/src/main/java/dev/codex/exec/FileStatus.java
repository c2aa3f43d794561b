package dev.codex.exec;

/**
 * What is at a path.
 *
 * @param size in bytes; 0 for what is no regular file
 * @param mode POSIX permission bits; 0 where the file system has none
 */
public record FileStatus(Kind kind, long size, int mode) {

  /** The kind of thing. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }
}
