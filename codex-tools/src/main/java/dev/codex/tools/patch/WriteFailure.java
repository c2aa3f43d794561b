package dev.codex.tools.patch;

import dev.codex.exec.FileEdit;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** Names the file that could not be written, as far as that is known. */
final class WriteFailure {

  private WriteFailure() {}

  static String message(IOException e, List<FileEdit> edits) {
    String file = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "";
    for (FileEdit edit : edits) {
      String path = edit.path().toString();
      if (edits.size() == 1 || path.equals(file)) {
        String verb = edit instanceof FileEdit.Delete ? "delete" : "write";
        return "Failed to " + verb + " file " + path;
      }
    }
    for (FileEdit edit : edits) {
      if (!file.isEmpty() && edit.path().startsWith(file)) {
        return "Failed to write file " + edit.path();
      }
    }
    return "Failed to write file: " + e.getMessage();
  }
}
