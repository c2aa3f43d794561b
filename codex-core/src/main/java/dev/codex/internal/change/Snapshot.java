package dev.codex.internal.change;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.internal.ignore.IgnoreRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The files of a workspace at one moment, as far as git would look at them: all their metadata, and
 * the contents of small ones. A workspace that is too large is not looked at; then nothing is known
 * about what commands change in it.
 */
final class Snapshot {

  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_FILE = 128 << 10;
  private static final long MAX_CONTENT = 8 << 20;
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Set<Path> exempt;
  private final FileAccess files;
  private final Contents contents;
  private final long deadline = System.nanoTime() + MAX_NANOS;
  private final Map<Path, Baseline> found = new HashMap<>();
  private long kept;
  private boolean complete = true;

  private Snapshot(Set<Path> exempt, FileAccess files, Contents contents) {
    this.exempt = exempt;
    this.files = files;
    this.contents = contents;
  }

  /** Whether contents are wanted. */
  enum Contents {
    KEPT,
    NOT_NEEDED
  }

  static Snapshot of(Path root, Set<Path> exempt, FileAccess files, Contents contents) {
    Snapshot snapshot = new Snapshot(exempt, files, contents);
    snapshot.walk(root, "", IgnoreRules.NONE);
    return snapshot;
  }

  boolean isComplete() {
    return complete;
  }

  /** By absolute path; files and links only. */
  Map<Path, Baseline> files() {
    return found;
  }

  @Nullable
  Baseline find(Path path) {
    return found.get(path);
  }

  private void walk(Path folder, String relative, IgnoreRules above) {
    try {
      IgnoreRules rules = above;
      Iterable<FileEntry> entries = files.list(folder);
      for (FileEntry entry : entries) {
        if (entry.name().equals(".gitignore") && entry.status().kind() == FileStatus.Kind.FILE) {
          String text =
              new String(files.read(folder.resolve(".gitignore")), StandardCharsets.UTF_8);
          rules = rules.plus(relative, text);
        }
      }
      for (FileEntry entry : entries) {
        visit(folder, relative, entry, rules);
      }
    } catch (IOException e) {
      complete &= !relative.isEmpty(); // a folder that nobody may read changes unseen
    }
  }

  private void visit(Path folder, String relative, FileEntry entry, IgnoreRules rules)
      throws IOException {
    String path = relative.isEmpty() ? entry.name() : relative + "/" + entry.name();
    boolean isFolder = entry.status().kind() == FileStatus.Kind.DIRECTORY;
    if (!complete || rules.ignores(path, isFolder)) {
      return;
    }
    Path here = folder.resolve(entry.name());
    if (exempt.contains(here)) {
      return;
    }
    if (isFolder) {
      walk(here, path, rules);
    } else {
      found.put(here, new Baseline(Optional.of(entry.status()), content(here, entry)));
      complete = found.size() < MAX_ENTRIES && System.nanoTime() - deadline < 0;
    }
  }

  private byte @Nullable [] content(Path path, FileEntry entry) throws IOException {
    long size = entry.status().size();
    if (contents == Contents.NOT_NEEDED
        || entry.status().kind() != FileStatus.Kind.FILE
        || size > MAX_FILE
        || kept + size > MAX_CONTENT) {
      return null;
    }
    try {
      byte[] content = files.read(path);
      kept += content.length;
      return content;
    } catch (IOException e) {
      return null; // nobody may read it, or it has just gone
    }
  }
}
