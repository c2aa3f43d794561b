package dev.codex.sandbox.files;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of this machine, written only where a policy allows it, and neither read nor looked at
 * where a profile denies it. The names in a folder that may be listed are no secret.
 */
public final class LocalFiles implements FileAccess {

  private final WritableArea area;
  private final Optional<EditJournal> journal;

  private LocalFiles(WritableArea area, Optional<EditJournal> journal) {
    this.area = area;
    this.journal = journal;
  }

  /** The files under this policy; temp folders are writable where the policy says so. */
  public static LocalFiles under(SandboxPolicy policy, List<Path> temporaryFolders) {
    return new LocalFiles(WritableArea.of(policy, temporaryFolders), Optional.empty());
  }

  /** The same files, of which edits are whole even if this JVM is killed in the middle. */
  public LocalFiles with(EditJournal journal) {
    return new LocalFiles(area, Optional.of(journal));
  }

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    try {
      area.checkLook(path);
      return Optional.of(LocalStatus.of(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (hasFileAmongParents(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean hasFileAmongParents(Path path) {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent)) {
        return !Files.isDirectory(parent);
      }
    }
    return false;
  }

  @Override
  public byte[] read(Path path) throws IOException {
    checkRegularFile(path);
    return Files.readAllBytes(path);
  }

  @Override
  public InputStream open(Path path) throws IOException {
    checkRegularFile(path);
    return Files.newInputStream(path);
  }

  private void checkRegularFile(Path path) throws IOException {
    area.checkRead(path);
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // a pipe or a device might never end
      throw new FileSystemException(
          path.toString(),
          null,
          attributes.isDirectory() ? "Is a directory" : "Is no regular file");
    }
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    area.checkRead(directory);
    List<FileEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        try {
          entries.add(new FileEntry(path.getFileName().toString(), LocalStatus.of(path)));
        } catch (NoSuchFileException e) {
          // gone since the folder was read
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Comparator.comparing(FileEntry::name));
    return List.copyOf(entries);
  }

  @Override
  public boolean isWritable(Path path) {
    try {
      area.fileToWrite(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    try (EditLog log = journal.isPresent() ? journal.get().begin() : EditLog.NONE) {
      apply(edits, log);
    }
  }

  private void apply(List<FileEdit> edits, EditLog log) throws IOException {
    Changes changes = new Changes(area, log);
    try {
      int left = edits.size();
      for (FileEdit edit : edits) {
        left--;
        // Nothing can fail after the last edit, so nothing has to be kept to undo it; but a kill
        // may come between it and the end of the journal.
        boolean undoable = left > 0 || log.isKept() && edits.size() > 1;
        changes.make(edit, undoable ? Changes.Undo.POSSIBLE : Changes.Undo.NOT_NEEDED);
      }
    } catch (IOException | RuntimeException e) {
      changes.undo(e);
      throw e;
    }
  }
}
