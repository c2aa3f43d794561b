package dev.codex.sandbox.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Permission bits, with set-id and sticky bits. */
final class Modes {

  static final int OWNER_ONLY = 0700;
  static final int PERMISSIONS = 0777;

  private Modes() {}

  /** Never to be called for a link, which has no mode. */
  static void set(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }
}
