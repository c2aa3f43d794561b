package dev.codex.testing;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Files that exist only here. A folder exists while something is below it, or if it was made by
 * itself; there are no links. Everything is writable, unless the files are looked at {@link #under}
 * a policy. Time is logical: every change is one millisecond after the one before.
 */
public final class InMemoryFiles implements FileAccess {

  private static final int FILE_MODE = 0644;
  private static final int FOLDER_MODE = 0755;

  private final ReentrantLock lock = new ReentrantLock();
  private NavigableMap<Path, Entry> entries = new TreeMap<>(); // guarded by lock; values constant
  private long changes; // guarded by lock

  public InMemoryFiles() {}

  /** Puts a file there, as the test's own doing. */
  public InMemoryFiles put(Path path, String text) {
    try {
      apply(List.of(FileEdit.write(path, text.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot put a file at " + path + ": " + e, e);
    }
    return this;
  }

  /**
   * The text of a file.
   *
   * @throws AssertionError if there is none; the message names the files that exist
   */
  public String text(Path path) {
    try {
      return new String(read(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError("There is no file " + path + " among " + paths() + ".", e);
    }
  }

  /** All files, sorted. */
  public List<Path> paths() {
    lock.lock();
    try {
      return entries.entrySet().stream()
          .filter(entry -> entry.getValue().content != null)
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The same files as commands under the policy see them. */
  public FileAccess under(SandboxPolicy policy) {
    return new Confined(this, policy);
  }

  @Override
  public Optional<FileStatus> status(Path path) {
    lock.lock();
    try {
      return status(entries, normal(path));
    } finally {
      lock.unlock();
    }
  }

  private static Optional<FileStatus> status(NavigableMap<Path, Entry> files, Path path) {
    Entry entry = files.get(path);
    if (entry != null) {
      return Optional.of(entry.status());
    }
    return isFolder(files, path)
        ? Optional.of(FileStatus.of(FileStatus.Kind.DIRECTORY, 0, FOLDER_MODE))
        : Optional.empty();
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    Path folder = normal(directory);
    lock.lock();
    try {
      if (!isFolder(entries, folder)) {
        throw entries.containsKey(folder)
            ? new NotDirectoryException(folder.toString())
            : new NoSuchFileException(folder.toString());
      }
      SortedMap<String, FileEntry> found = new TreeMap<>();
      for (Path path : entries.keySet()) {
        if (path.startsWith(folder) && !path.equals(folder)) {
          String name = path.getName(folder.getNameCount()).toString();
          FileStatus status = status(entries, folder.resolve(name)).orElseThrow();
          found.put(name, new FileEntry(name, status));
        }
      }
      return List.copyOf(found.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte[] read(Path path) throws IOException {
    Path normal = normal(path);
    lock.lock();
    try {
      Entry entry = entries.get(normal);
      if (entry != null && entry.content != null) {
        return entry.content.clone();
      }
      if (isFolder(entries, normal)) {
        throw isDirectory(normal);
      }
      throw new NoSuchFileException(normal.toString());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isWritable(Path path) {
    normal(path);
    return true;
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    lock.lock();
    try {
      Editing editing = new Editing(new TreeMap<>(entries), Instant.ofEpochMilli(changes + 1));
      for (FileEdit edit : edits) {
        editing.make(edit, normal(edit.path()));
      }
      entries = editing.files();
      changes++;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isFolder(NavigableMap<Path, Entry> files, Path path) {
    Entry entry = files.get(path);
    return path.getParent() == null
        || entry != null && entry.content == null
        || isAbove(files, path);
  }

  private static boolean isAbove(NavigableMap<Path, Entry> files, Path path) {
    return files.keySet().stream().anyMatch(file -> file.startsWith(path) && !file.equals(path));
  }

  private static Path normal(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("The path " + path + " is not absolute.");
    }
    return path.normalize();
  }

  private static FileSystemException isDirectory(Path path) {
    return new FileSystemException(path.toString(), null, "Is a directory");
  }

  /** A file, or a folder if there is no content. */
  private record Entry(byte @Nullable [] content, int mode, Instant modified) {

    FileStatus status() {
      return FileStatus.builder()
          .kind(content == null ? FileStatus.Kind.DIRECTORY : FileStatus.Kind.FILE)
          .size(content == null ? 0 : content.length)
          .mode(mode)
          .modified(modified)
          .build();
    }
  }

  /** Changes a copy of all files. */
  private record Editing(NavigableMap<Path, Entry> files, Instant now) {

    void make(FileEdit edit, Path path) throws IOException {
      if (edit instanceof FileEdit.Write write) {
        write(path, write);
      } else if (edit instanceof FileEdit.Delete) {
        delete(path);
      } else if (edit instanceof FileEdit.CreateDirectory create) {
        createDirectory(path, create.mode());
      } else if (edit instanceof FileEdit.DeleteDirectory) {
        deleteDirectory(path);
      } else if (edit instanceof FileEdit.SetMode set) {
        setMode(path, set.mode());
      } else {
        throw new UnsupportedOperationException("InMemoryFiles has no links: " + edit);
      }
    }

    private void write(Path path, FileEdit.Write write) throws IOException {
      if (isFolder(files, path)) {
        throw isDirectory(path);
      }
      requireFolders(path);
      Entry old = files.get(path);
      int mode = write.mode().orElse(old == null ? FILE_MODE : old.mode);
      files.put(path, new Entry(write.content().clone(), mode, now));
    }

    private void requireFolders(Path path) throws IOException {
      for (Path above = path.getParent(); above != null; above = above.getParent()) {
        Entry entry = files.get(above);
        if (entry != null && entry.content != null) {
          throw new FileSystemException(path.toString(), null, above + " is not a directory");
        }
      }
    }

    private void delete(Path path) throws IOException {
      if (isFolder(files, path)) {
        throw isDirectory(path);
      }
      if (files.remove(path) == null) {
        throw new NoSuchFileException(path.toString());
      }
    }

    private void createDirectory(Path path, OptionalInt mode) throws IOException {
      Entry entry = files.get(path);
      if (entry != null && entry.content != null) {
        throw new FileSystemException(path.toString(), null, "Is not a directory");
      }
      requireFolders(path);
      int old = entry == null ? FOLDER_MODE : entry.mode;
      files.put(path, new Entry(null, mode.orElse(old), now));
    }

    private void deleteDirectory(Path path) throws IOException {
      if (!isFolder(files, path)) {
        throw files.containsKey(path)
            ? new NotDirectoryException(path.toString())
            : new NoSuchFileException(path.toString());
      }
      if (isAbove(files, path)) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      files.remove(path);
    }

    private void setMode(Path path, int mode) throws IOException {
      Entry entry = files.get(path);
      if (entry == null && !isFolder(files, path)) {
        throw new NoSuchFileException(path.toString());
      }
      Instant modified = entry == null ? now : entry.modified;
      files.put(path, new Entry(entry == null ? null : entry.content, mode, modified));
    }
  }

  /** The files under a policy. */
  private record Confined(InMemoryFiles files, SandboxPolicy policy) implements FileAccess {

    @Override
    public Optional<FileStatus> status(Path path) {
      return files.status(path);
    }

    @Override
    public byte[] read(Path path) throws IOException {
      return files.read(path);
    }

    @Override
    public List<FileEntry> list(Path directory) throws IOException {
      return files.list(directory);
    }

    @Override
    public boolean isWritable(Path path) {
      Path normal = normal(path);
      if (policy instanceof SandboxPolicy.ReadOnly) {
        return false;
      }
      if (policy instanceof SandboxPolicy.Profile profile) {
        return profile.access(normal) == PathRule.Access.WRITE;
      }
      return !(policy instanceof SandboxPolicy.WorkspaceWrite write)
          || write.roots().stream().anyMatch(normal::startsWith);
    }

    @Override
    public void apply(List<FileEdit> edits) throws IOException {
      for (FileEdit edit : edits) {
        if (!isWritable(edit.path())) {
          throw new AccessDeniedException(
              edit.path().toString(), null, "not writable under " + policy.mode());
        }
      }
      files.apply(edits);
    }
  }
}
