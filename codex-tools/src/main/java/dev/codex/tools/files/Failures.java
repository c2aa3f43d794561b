package dev.codex.tools.files;

import dev.codex.error.ToolException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** Says to a model why the disk said no. */
final class Failures {

  private Failures() {}

  static ToolException reading(Path path, IOException e) {
    return new ToolException("failed to read " + path + ": " + reason(e), e);
  }

  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (e instanceof NotDirectoryException) {
      return "Not a directory";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return e instanceof AccessDeniedException
        ? Objects.requireNonNullElse(reason, "Permission denied")
        : Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
  }
}
