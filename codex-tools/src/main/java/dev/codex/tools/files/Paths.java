package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import dev.codex.tool.ToolInvocation;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads paths as a model writes them. */
final class Paths {

  private static final int MAX_LINKS = 40;

  private Paths() {}

  /** The absolute path; what is relative starts at the session's working directory. */
  static Path resolve(ToolInvocation invocation, String path) {
    try {
      return invocation.workingDirectory().resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new ToolException("`" + path + "` is no path: " + e.getReason(), e);
    }
  }

  /** What is at the end of a chain of links; empty if nothing is. */
  static Optional<FileStatus> followed(Path start, FileAccess files) throws IOException {
    Path path = start;
    for (int links = 0; links < MAX_LINKS; links++) {
      Optional<FileStatus> status = files.status(path);
      Optional<Path> target = status.flatMap(FileStatus::linkTarget);
      if (target.isEmpty()) {
        return status;
      }
      path = path.resolveSibling(target.get()).normalize();
    }
    return Optional.empty();
  }
}
