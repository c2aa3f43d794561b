package dev.codex.sandbox.history;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;

/**
 * A file next to the record of a turn, there while its undo is under way or was cut short. It names
 * the files that were laid ready, which nobody else would find again.
 */
final class UndoMarker {

  private final Path file;

  private UndoMarker(Path file) {
    this.file = file;
  }

  static UndoMarker of(Path record) {
    return new UndoMarker(record.resolveSibling(record.getFileName() + ".undo"));
  }

  /** Whether an undo was begun, so that what is neither old nor new may come from it. */
  boolean isThere() {
    return Files.exists(file);
  }

  /** To be called before the first of these files is made. */
  void write(Collection<Path> staged) throws IOException {
    List<String> lines = staged.stream().map(path -> path.toUri().getRawPath()).toList();
    Path incomplete = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(incomplete);
    Files.write(Private.file(incomplete), lines);
    Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what an earlier undo had laid ready and could not put in place. */
  void cleanUp() throws IOException {
    if (isThere()) {
      for (String line : Files.readAllLines(file)) {
        Files.deleteIfExists(Path.of(URI.create("file://" + line)));
      }
    }
  }

  void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}
