package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of this machine under no policy, for {@link PatchCommand}. */
final class LocalFiles implements FileAccess {

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    FileStatus.Kind kind = attributes.isRegularFile()
        ? FileStatus.Kind.FILE
        : attributes.isDirectory()
            ? FileStatus.Kind.DIRECTORY
            : attributes.isSymbolicLink() ? FileStatus.Kind.SYMBOLIC_LINK : FileStatus.Kind.OTHER;
    long size = attributes.isRegularFile() ? attributes.size() : 0;
    return Optional.of(FileStatus.builder()
        .kind(kind)
        .size(size)
        .mode(mode(path))
        .modified(attributes.lastModifiedTime().toInstant())
        .build());
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return Files.readAllBytes(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        String name = path.getFileName().toString();
        status(path).ifPresent(status -> entries.add(new FileEntry(name, status)));
      }
    }
    entries.sort(Comparator.comparing(FileEntry::name));
    return entries;
  }

  @Override
  public boolean isWritable(Path path) {
    return true;
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    Deque<Undo> done = new ArrayDeque<>();
    try {
      for (FileEdit edit : edits) {
        make(edit, done);
      }
    } catch (IOException e) {
      for (Undo undo : done) {
        try {
          undo.run();
        } catch (IOException suppressed) {
          e.addSuppressed(suppressed);
        }
      }
      throw e;
    }
  }

  private static void make(FileEdit edit, Deque<Undo> done) throws IOException {
    Path path = edit.path();
    if (edit instanceof FileEdit.Write write) {
      byte[] before = Files.isRegularFile(path) ? Files.readAllBytes(path) : null;
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(path, write.content());
      done.push(() -> restore(path, before));
      if (write.mode().isPresent()) {
        setMode(path, write.mode().getAsInt());
      }
    } else if (edit instanceof FileEdit.Delete) {
      if (Files.isDirectory(path)) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      Path target = Files.isSymbolicLink(path) ? Files.readSymbolicLink(path) : null;
      byte[] before = target == null ? Files.readAllBytes(path) : null;
      int mode = mode(path);
      Files.delete(path);
      done.push(() -> recreate(path, target, before, mode));
    } else {
      throw new UnsupportedOperationException("A patch makes no such edit: " + edit);
    }
  }

  private static void restore(Path path, byte @Nullable [] before) throws IOException {
    if (before == null) {
      Files.deleteIfExists(path);
    } else {
      Files.write(path, before);
    }
  }

  private static void recreate(Path path, @Nullable Path target, byte @Nullable [] before, int mode)
      throws IOException {
    if (target != null) {
      Files.createSymbolicLink(path, target);
    } else if (before != null) {
      Files.write(path, before);
      setMode(path, mode);
    }
  }

  private static int mode(Path path) throws IOException {
    PosixFileAttributeView view = view(path, LinkOption.NOFOLLOW_LINKS);
    int mode = 0;
    if (view != null) {
      for (PosixFilePermission permission : view.readAttributes().permissions()) {
        mode |= bit(permission);
      }
    }
    return mode;
  }

  private static void setMode(Path path, int mode) throws IOException {
    PosixFileAttributeView view = view(path);
    if (view != null) {
      Set<PosixFilePermission> permissions = EnumSet.allOf(PosixFilePermission.class);
      permissions.removeIf(permission -> (mode & bit(permission)) == 0);
      view.setPermissions(permissions);
    }
  }

  private static @Nullable PosixFileAttributeView view(Path path, LinkOption... options) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class, options);
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 0040;
      case GROUP_WRITE -> 0020;
      case GROUP_EXECUTE -> 0010;
      case OTHERS_READ -> 0004;
      case OTHERS_WRITE -> 0002;
      case OTHERS_EXECUTE -> 0001;
    };
  }

  /** Takes one edit back. */
  private interface Undo {
    void run() throws IOException;
  }
}
