package dev.codex.sandbox.server;

import dev.codex.exec.FileAccess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** What the policy of a request lets it read: the path itself, and what its links lead to. */
record ReadCheck(FileAccess files) {

  Path require(Path path) throws IOException {
    files.status(path);
    files.status(path.toRealPath());
    return path;
  }

  /** False only for what is denied; what else may be wrong shows when it is read. */
  boolean allows(Path path) {
    try {
      require(path);
      return true;
    } catch (AccessDeniedException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
