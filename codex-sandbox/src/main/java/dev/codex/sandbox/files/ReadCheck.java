package dev.codex.sandbox.files;

import dev.codex.exec.FileAccess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** What a policy lets somebody read: a path itself, and what its links lead to. */
public record ReadCheck(FileAccess files) {

  /**
   * The path, if it may be read.
   *
   * @throws AccessDeniedException if the policy denies it, or what it leads to
   */
  public Path require(Path path) throws IOException {
    files.status(path);
    files.status(path.toRealPath());
    return path;
  }

  /** False only for what is denied; what else may be wrong shows when it is read. */
  public boolean allows(Path path) {
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
