package dev.codex.sandbox.files;

import dev.codex.exec.FileEdit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A series of edits that can be undone. A file is replaced as a whole, by renaming a finished new
 * one over it, so that nobody ever reads half of it.
 */
final class Changes {

  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final WritableArea area;
  private final EditLog log;
  private final Deque<Step> undo = new ArrayDeque<>();

  Changes(WritableArea area, EditLog log) {
    this.area = area;
    this.log = log;
  }

  /** Whether a step must be undoable. */
  enum Undo {
    POSSIBLE,
    NOT_NEEDED
  }

  void make(FileEdit edit, Undo wish) throws IOException {
    Path path = edit.path();
    if (edit instanceof FileEdit.Write write) {
      write(area.fileToWrite(path), write, wish);
    } else if (edit instanceof FileEdit.Delete) {
      delete(area.entryToDelete(path), wish);
    } else if (edit instanceof FileEdit.CreateDirectory create) {
      createDirectory(area.fileToWrite(path), create.mode());
    } else if (edit instanceof FileEdit.DeleteDirectory) {
      deleteDirectory(area.entryToDelete(path));
    } else if (edit instanceof FileEdit.CreateSymbolicLink create) {
      createLink(area.entryToDelete(path), create.target());
    } else if (edit instanceof FileEdit.SetMode set) {
      changeMode(area.fileToWrite(path), set.mode());
    } else {
      throw new UnsupportedOperationException("Local files do not know the edit " + edit);
    }
  }

  private void createDirectory(Path folder, OptionalInt mode) throws IOException {
    makeFolders(folder);
    if (mode.isPresent()) {
      changeMode(folder, mode.getAsInt());
    }
  }

  private void deleteDirectory(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          ? new NotDirectoryException(folder.toString())
          : new NoSuchFileException(folder.toString());
    }
    UnixMode before = UnixMode.of(folder);
    log.add(new EditRecord.FolderGone(folder, before.mode()));
    deleteFolder(folder);
    undo.push(() -> {
      makeFolder(folder);
      before.giveTo(folder);
    });
  }

  private void createLink(Path link, Path target) throws IOException {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(link.toString());
    }
    makeFolders(link.getParent());
    log.add(new EditRecord.LinkMade(link, target.toString()));
    makeLink(link, target);
    undo.push(() -> deleteIfThere(link));
  }

  private void changeMode(Path path, int mode) throws IOException {
    int before = UnixMode.of(path).mode();
    log.add(new EditRecord.ModeSet(path, before));
    setMode(path, mode);
    undo.push(() -> setMode(path, before));
  }

  private void write(Path file, FileEdit.Write write, Undo wish) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(write.path().toString(), null, "Is a directory");
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      makeFolders(file.getParent());
      undo.push(() -> deleteIfThere(file));
      if (wish == Undo.POSSIBLE && log.isKept()) {
        log.add(new EditRecord.FileMade(file, EditRecord.Mark.of(write.content())));
      }
      replace(file, write.content(), null, write.mode(), log);
      return;
    }
    UnixMode before = UnixMode.of(file);
    if (wish == Undo.POSSIBLE || before.links() > 1 && log.isKept()) {
      byte[] content = Files.readAllBytes(file);
      logReplacement(file, write, before, content);
      undo.push(() -> put(file, content, before, OptionalInt.empty(), EditLog.NONE));
    }
    put(file, write.content(), before, write.mode(), log);
  }

  private void logReplacement(Path file, FileEdit.Write write, UnixMode before, byte[] content)
      throws IOException {
    if (log.isKept()) {
      log.add(
          before.links() > 1
              ? new EditRecord.Overwritten(file, content, write.content())
              : new EditRecord.Replaced(
                  file, before.mode(), content, EditRecord.Mark.of(write.content())));
      if (before.links() > 1 && write.mode().isPresent()) {
        log.add(new EditRecord.ModeSet(file, before.mode()));
      }
    }
  }

  private static void put(Path file, byte[] content, UnixMode before, OptionalInt mode, EditLog log)
      throws IOException {
    if (before.links() > 1 && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      // a new file under this name would leave the other names with the old content
      overwrite(file, content);
      if (mode.isPresent()) {
        setMode(file, mode.getAsInt());
      }
    } else {
      replace(file, content, before, mode, log);
    }
  }

  /** Puts a finished new file in the place of the old one. */
  static void replace(
      Path file, byte[] content, @Nullable UnixMode before, OptionalInt mode, EditLog log)
      throws IOException {
    Path next = file.resolveSibling(".codex-" + UUID.randomUUID() + ".tmp");
    log.add(new EditRecord.Temporary(next));
    Optional<RealFolder> folder = RealFolder.open(parent(file));
    if (folder.isPresent()) {
      try (RealFolder open = folder.get()) {
        open.replace(file.getFileName(), next.getFileName(), content, before, mode);
      }
      return;
    }
    try {
      try (SeekableByteChannel channel = create(next, before)) {
        for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
          channel.write(left);
        }
      }
      if (before != null) {
        before.giveTo(next);
      }
      if (mode.isPresent()) {
        UnixMode.setMode(next, mode.getAsInt());
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** Writes into the file itself, which keeps its other names. */
  static void overwrite(Path file, byte[] content) throws IOException {
    Optional<RealFolder> folder = RealFolder.open(parent(file));
    if (folder.isPresent()) {
      try (RealFolder open = folder.get()) {
        open.overwrite(file.getFileName(), content);
      }
    } else {
      Files.write(file, content, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static void deleteEntry(Path entry) throws IOException {
    Optional<RealFolder> folder = RealFolder.open(parent(entry));
    if (folder.isPresent()) {
      try (RealFolder open = folder.get()) {
        open.delete(entry.getFileName());
      }
    } else {
      Files.delete(entry);
    }
  }

  static void deleteIfThere(Path entry) throws IOException {
    try {
      deleteEntry(entry);
    } catch (NoSuchFileException e) {
      // as wanted
    }
  }

  private static void deleteFolder(Path path) throws IOException {
    Optional<RealFolder> folder = RealFolder.open(parent(path));
    if (folder.isPresent()) {
      try (RealFolder open = folder.get()) {
        open.deleteDirectory(path.getFileName());
      }
    } else {
      Files.delete(path);
    }
  }

  static void deleteFolderIfThere(Path folder) throws IOException {
    try {
      deleteFolder(folder);
    } catch (NoSuchFileException e) {
      // as wanted
    }
  }

  static void makeFolder(Path folder) throws IOException {
    checkReached(folder);
    Files.createDirectory(folder);
  }

  static void makeLink(Path link, Path target) throws IOException {
    checkReached(link);
    Files.createSymbolicLink(link, target);
  }

  static void setMode(Path path, int mode) throws IOException {
    boolean opens = Files.isReadable(path) // and a pipe might block
        && (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    Optional<RealFolder> folder =
        opens && path.getParent() != null ? RealFolder.open(parent(path)) : Optional.empty();
    if (folder.isPresent()) {
      try (RealFolder open = folder.get()) {
        open.setMode(path.getFileName(), mode);
      }
    } else {
      checkReached(path);
      UnixMode.setMode(path, mode);
    }
  }

  /**
   * Java cannot make these in a folder that is held open. Looking once more just before leaves a
   * moment for whoever puts a link in its place, but a much shorter one.
   */
  private static void checkReached(Path path) throws IOException {
    Path folder = path.getParent();
    if (folder != null && !folder.toRealPath().equals(folder) || Files.isSymbolicLink(path)) {
      throw new AccessDeniedException(path.toString(), null, "it is behind a link by now");
    }
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new FileSystemException(file.toString(), null, "Is a directory");
    }
    return parent;
  }

  /** A new file is what the user's umask makes it; one that takes over a mode starts private. */
  private static SeekableByteChannel create(Path file, @Nullable UnixMode before)
      throws IOException {
    if (before == null || !UnixMode.isSupported(file)) {
      return Files.newByteChannel(file, NEW_FILE);
    }
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.newByteChannel(file, NEW_FILE, ownerOnly);
  }

  private void makeFolders(@Nullable Path folder) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(folder.toString(), null, "Not a directory");
    }
    makeFolders(folder.getParent());
    log.add(new EditRecord.FolderMade(folder));
    makeFolder(folder);
    undo.push(() -> deleteFolderIfThere(folder));
  }

  private void delete(Path entry, Undo wish) throws IOException {
    if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(entry.toString());
    }
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          entry.toString(), null, "Is a directory; only files can be deleted");
    }
    if (wish == Undo.POSSIBLE) {
      undo.push(restorer(entry));
    }
    deleteEntry(entry);
  }

  private Step restorer(Path entry) throws IOException {
    if (Files.isSymbolicLink(entry)) {
      Path target = Files.readSymbolicLink(entry);
      log.add(new EditRecord.LinkGone(entry, target.toString()));
      return () -> makeLink(entry, target);
    }
    UnixMode before = UnixMode.of(entry);
    byte[] content = Files.readAllBytes(entry);
    log.add(new EditRecord.FileGone(entry, before.mode(), content));
    return () -> replace(entry, content, before, OptionalInt.empty(), EditLog.NONE);
  }

  /**
   * Takes everything back, newest first; what goes wrong meanwhile is added to the cause. An
   * interrupt is often why it comes to this, and it would close every channel that a step opens, so
   * it waits until all is done.
   */
  void undo(Exception cause) {
    boolean interrupted = Thread.interrupted();
    while (!undo.isEmpty()) {
      try {
        undo.getFirst().run();
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
        continue; // the step can be made again, from its start
      } catch (IOException | RuntimeException e) {
        log.keep();
        cause.addSuppressed(e);
      }
      undo.removeFirst();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
