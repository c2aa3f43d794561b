package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Says why a file could not be read, in the words that models know from Codex. */
final class IoReason {

  private IoReason() {}

  static String of(IOException e, Path path, FileAccess files) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "No such file or directory (os error 2)";
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied (os error 13)";
    }
    String message = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String reason = Objects.requireNonNullElse(message, e.getClass().getSimpleName());
    if (reason.contains("Not a directory")) {
      return "Not a directory (os error 20)";
    }
    return reason.contains("Is a directory") || isDirectory(path, files)
        ? "path `" + path + "` is not a file"
        : reason;
  }

  private static boolean isDirectory(Path path, FileAccess files) {
    try {
      return files
          .status(path)
          .filter(status -> status.kind() == FileStatus.Kind.DIRECTORY)
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
