package dev.codex.sandbox.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sees to it that a series of edits happens whole or not at all even if this JVM is killed in the
 * middle: what is about to be done is written down first, and {@link #recover} takes back what was
 * not finished. Nothing is forced to the disk, so this is about processes that die and not about
 * machines that do.
 *
 * <p>A folder may be shared by several JVMs: each of them keeps its open journals locked.
 */
public final class EditJournal {

  private static final String SUFFIX = ".edits";

  private final Path folder;
  private final String own = UUID.randomUUID().toString();

  private EditJournal(Path folder) {
    this.folder = folder;
  }

  /** A journal in a folder, which is made when it is needed; only this user may look at it. */
  public static EditJournal in(Path folder) {
    return new EditJournal(folder.toAbsolutePath());
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      if (UnixMode.isSupported(folder)) {
        UnixMode.setMode(folder, 0700);
      }
    }
  }

  /** Begins a series of edits. Whoever begins closes. */
  EditLog begin() throws IOException {
    makeFolder();
    Path file = folder.resolve(own + "." + UUID.randomUUID() + SUFFIX);
    FileAttribute<?>[] attributes = UnixMode.isSupported(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.lock(); // told to others by the system, and let go of when this process dies
    return new EditLog(file, channel);
  }

  /**
   * Takes back what processes that are no more have left half done, and what another journal of
   * this folder could not take back itself. A file that somebody has changed since is left as it
   * is.
   *
   * @return what could not be taken back, for a person; empty if all is well
   */
  public List<String> recover() throws IOException {
    List<String> notes = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return notes;
    }
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : journals) {
        if (!file.getFileName().toString().startsWith(own)) {
          recover(file, notes);
        }
      }
    }
    return List.copyOf(notes);
  }

  private static void recover(Path file, List<String> notes) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        notes.addAll(EditRecovery.of(channel).run());
        Files.deleteIfExists(file);
      }
    } catch (OverlappingFileLockException e) {
      return; // another sandbox of this JVM is at it
    } catch (NoSuchFileException e) {
      return; // it has just been finished
    }
  }
}
