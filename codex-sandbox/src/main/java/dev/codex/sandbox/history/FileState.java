package dev.codex.sandbox.history;

/**
 * What is at a path, as far as it is put back.
 *
 * @param mode POSIX permission bits with set-id and sticky bits; 0 where there are none
 * @param content the SHA-256 of a file in hex, the target of a link, else empty
 */
record FileState(Kind kind, int mode, String content) {

  static final FileState ABSENT = new FileState(Kind.ABSENT, 0, "");

  enum Kind {
    ABSENT,
    FILE,
    DIRECTORY,
    LINK,
    /** A socket, a pipe, a device, or something that could not be read. */
    OTHER
  }

  boolean is(Kind asked) {
    return kind == asked;
  }
}
