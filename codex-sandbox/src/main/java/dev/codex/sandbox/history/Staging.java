package dev.codex.sandbox.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Files laid ready next to where they go, on the same file system, so that putting them in place is
 * one rename each and a full disk is met before anything was touched.
 */
final class Staging implements AutoCloseable {

  private final ContentStore contents;
  private final Set<Path> changing;
  private final Map<Path, Path> ready = new HashMap<>();

  Staging(ContentStore contents, Set<Path> changing) {
    this.contents = contents;
    this.changing = changing;
  }

  /** Chooses where the file is laid ready. */
  void plan(Change change) {
    FileState before = change.before();
    if (change.after().is(FileState.Kind.FILE)
        && change.after().content().equals(before.content())) {
      return; // only its mode is another
    }
    ready.put(
        change.path(),
        lastingFolder(change.path()).resolve(".codex-undo-" + UUID.randomUUID() + ".tmp"));
  }

  Collection<Path> files() {
    return ready.values();
  }

  void prepare(Change change) throws IOException {
    Path file = ready.get(change.path());
    if (file != null) {
      contents.copyTo(change.before().content(), file);
      Modes.set(file, change.before().mode());
    }
  }

  /** The nearest folder above that is there and stays. */
  private Path lastingFolder(Path path) {
    Path folder = path.getParent();
    while (folder != null && changing.contains(folder)) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalArgumentException("There is no folder above " + path + ".");
    }
    return folder;
  }

  void moveInto(Change change) throws IOException {
    Path file = ready.get(change.path());
    if (file == null) {
      Modes.set(change.path(), change.before().mode());
      return;
    }
    Files.move(
        file, change.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    ready.remove(change.path());
  }

  /** Removes what was not put in place. */
  @Override
  public void close() throws IOException {
    for (Path file : ready.values()) {
      Files.deleteIfExists(file);
    }
  }
}
