package dev.codex.testing;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that exist only here. A folder exists as long as a file is below it; there are no links.
 * Everything is writable, unless the files are looked at {@link #under} a policy.
 */
public final class InMemoryFiles implements FileAccess {

  private static final int DEFAULT_MODE = 0644;

  private final ReentrantLock lock = new ReentrantLock();
  private NavigableMap<Path, Entry> entries = new TreeMap<>(); // guarded by lock; values constant

  public InMemoryFiles() {}

  /** Puts a file there, as the test's own doing. */
  public InMemoryFiles put(Path path, String text) {
    lock.lock();
    try {
      NavigableMap<Path, Entry> changed = new TreeMap<>(entries);
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      write(changed, new FileEdit.Write(path, content, OptionalInt.empty()));
      entries = changed;
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot put a file at " + path + ": " + e, e);
    } finally {
      lock.unlock();
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
      return List.copyOf(entries.keySet());
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
    Path normal = normal(path);
    lock.lock();
    try {
      Entry entry = entries.get(normal);
      if (entry != null) {
        return Optional.of(new FileStatus(FileStatus.Kind.FILE, entry.content.length, entry.mode));
      }
      return isFolder(entries, normal)
          ? Optional.of(new FileStatus(FileStatus.Kind.DIRECTORY, 0, 0755))
          : Optional.empty();
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
      if (entry != null) {
        return entry.content.clone();
      }
      if (isFolder(entries, normal)) {
        throw new FileSystemException(normal.toString(), null, "Is a directory");
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
      NavigableMap<Path, Entry> changed = new TreeMap<>(entries);
      for (FileEdit edit : edits) {
        if (edit instanceof FileEdit.Write write) {
          write(changed, write);
        } else {
          delete(changed, normal(edit.path()));
        }
      }
      entries = changed;
    } finally {
      lock.unlock();
    }
  }

  private static void write(NavigableMap<Path, Entry> files, FileEdit.Write write)
      throws IOException {
    Path path = normal(write.path());
    if (isFolder(files, path)) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (files.containsKey(above)) {
        throw new FileSystemException(path.toString(), null, above + " is not a directory");
      }
    }
    Entry old = files.get(path);
    int mode = write.mode().orElse(old == null ? DEFAULT_MODE : old.mode);
    files.put(path, new Entry(write.content().clone(), mode));
  }

  private static void delete(NavigableMap<Path, Entry> files, Path path) throws IOException {
    if (files.remove(path) == null) {
      if (isFolder(files, path)) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      throw new NoSuchFileException(path.toString());
    }
  }

  private static boolean isFolder(NavigableMap<Path, Entry> files, Path path) {
    return path.getParent() == null
        || files.keySet().stream().anyMatch(file -> file.startsWith(path) && !file.equals(path));
  }

  private static Path normal(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("The path " + path + " is not absolute.");
    }
    return path.normalize();
  }

  private record Entry(byte[] content, int mode) {}

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
