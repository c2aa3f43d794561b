package dev.codex.testing.contract;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.FileStatus.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What every {@link FileAccess} must do, on a file system with POSIX modes and symbolic links. Each
 * check leaves its files behind, in a folder of its own. {@link SandboxContract} has these checks
 * too.
 */
public abstract class FileAccessContract extends Contract {

  protected FileAccessContract() {}

  /** What is under test; may write below {@link #directory()}. */
  protected abstract FileAccess files();

  /** A folder that is there, and empty before the first check. */
  protected abstract Path directory();

  private Path at(String path) {
    return directory().resolve(path);
  }

  private static FileEdit write(Path path, String text) {
    return FileEdit.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private String text(Path path) throws IOException {
    return new String(files().read(path), StandardCharsets.UTF_8);
  }

  private FileStatus status(Path path) throws IOException {
    return files().status(path).orElseThrow(() -> new AssertionError("nothing is at " + path));
  }

  private static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected <" + expected + "> but was <" + actual + ">");
    }
  }

  private static void fails(Class<? extends Exception> type, Check action) throws Exception {
    try {
      action.run();
    } catch (Exception e) {
      if (type.isInstance(e)) {
        return;
      }
      throw e;
    }
    throw new AssertionError("expected a " + type.getSimpleName());
  }

  public void aFileIsWrittenDescribedReadAndDeleted() throws IOException {
    Path file = at("round/new/folder/file.txt");
    same(true, files().status(file).isEmpty());
    same(true, files().isWritable(file));

    files().apply(List.of(write(file, "one")));

    FileStatus status = status(file);
    same(Kind.FILE, status.kind());
    same(3L, status.size());
    same(true, status.linkTarget().isEmpty());
    same("one", text(file));
    files().apply(List.of(FileEdit.delete(file)));
    same(true, files().status(file).isEmpty());
  }

  public void theTimeOfAWriteIsTold() throws IOException {
    Path file = at("time.txt");

    files().apply(List.of(write(file, "one")));

    same(true, status(file).modified().isAfter(Instant.EPOCH));
  }

  public void aFileIsReadAsAStream() throws Exception {
    Path file = at("stream/file.txt");
    files().apply(List.of(write(file, "héllo\n")));

    try (InputStream in = files().open(file)) {
      same("héllo\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    fails(NoSuchFileException.class, () -> files().open(at("stream/none")).close());
    fails(IOException.class, () -> files().open(at("stream")).close());
  }

  public void aFolderIsListedByName() throws Exception {
    Path folder = at("listed");
    files()
        .apply(List.of(
            write(folder.resolve("b.txt"), "12"),
            write(folder.resolve("a/deep.txt"), "1"),
            write(folder.resolve("C"), ""),
            FileEdit.createSymbolicLink(folder.resolve("d"), Path.of("nowhere"))));

    List<FileEntry> entries = files().list(folder);

    same(List.of("C", "a", "b.txt", "d"), entries.stream().map(FileEntry::name).toList());
    same(
        List.of(Kind.FILE, Kind.DIRECTORY, Kind.FILE, Kind.SYMBOLIC_LINK),
        entries.stream().map(entry -> entry.status().kind()).toList());
    same(2L, entries.get(2).status().size());
    fails(NotDirectoryException.class, () -> files().list(folder.resolve("b.txt")));
    fails(NoSuchFileException.class, () -> files().list(folder.resolve("none")));
  }

  public void theModeOfAFileOutlivesANewContent() throws IOException {
    Path file = at("mode/run.sh");
    files().apply(List.of(new FileEdit.Write(file, new byte[0], OptionalInt.of(0751))));
    same(0751, status(file).mode());

    files().apply(List.of(write(file, "new")));

    same(0751, status(file).mode());
    same("new", text(file));
  }

  public void theModeIsSetByItself() throws Exception {
    Path file = at("set/run.sh");
    files().apply(List.of(write(file, "x"), FileEdit.setMode(file, 0700)));
    same(0700, status(file).mode());

    files().apply(List.of(FileEdit.setMode(at("set"), 0750)));

    same(0750, status(at("set")).mode());
    fails(IOException.class, () -> files().apply(List.of(FileEdit.setMode(at("none"), 0700))));
  }

  public void foldersAreMadeAndDeletedByThemselves() throws Exception {
    Path folder = at("folders/one/two");
    FileEdit create = new FileEdit.CreateDirectory(folder, OptionalInt.of(0711));

    files().apply(List.of(create, FileEdit.createDirectory(folder)));

    same(Kind.DIRECTORY, status(folder).kind());
    same(0711, status(folder).mode());
    fails(IOException.class, () -> files().apply(List.of(FileEdit.deleteDirectory(at("folders")))));
    files().apply(List.of(FileEdit.deleteDirectory(folder)));
    same(Optional.empty(), files().status(folder));
    fails(IOException.class, () -> files().apply(List.of(FileEdit.deleteDirectory(folder))));
  }

  public void aLinkIsMadeDescribedFollowedAndDeleted() throws Exception {
    Path target = at("links/target.txt");
    Path link = at("links/below/link");
    FileEdit create = FileEdit.createSymbolicLink(link, Path.of("../target.txt"));
    files().apply(List.of(write(target, "there"), create));

    same(Kind.SYMBOLIC_LINK, status(link).kind());
    same(Optional.of(Path.of("../target.txt")), status(link).linkTarget());
    same("there", text(link));
    fails(FileAlreadyExistsException.class, () -> files().apply(List.of(create)));
    files().apply(List.of(write(link, "new")));
    same("new", text(target));
    files().apply(List.of(FileEdit.delete(link)));
    same(true, files().status(link).isEmpty());
    same("new", text(target));
  }

  public void editsHappenAllOrNotAtAll() throws Exception {
    Path kept = at("atomic/kept.txt");
    Path gone = at("atomic/gone.txt");
    Path link = at("atomic/link");
    Path empty = at("atomic/empty");
    files()
        .apply(List.of(
            new FileEdit.Write(
                kept, "before".getBytes(StandardCharsets.UTF_8), OptionalInt.of(0640)),
            write(gone, "there"),
            FileEdit.createSymbolicLink(link, Path.of("gone.txt")),
            new FileEdit.CreateDirectory(empty, OptionalInt.of(0711))));
    List<FileEdit> edits = List.of(
        write(kept, "after"),
        FileEdit.setMode(kept, 0600),
        write(at("atomic/made/by/edit.txt"), "made"),
        FileEdit.delete(link),
        FileEdit.delete(gone),
        FileEdit.deleteDirectory(empty),
        FileEdit.createSymbolicLink(gone, Path.of("kept.txt")),
        FileEdit.delete(at("atomic/no-such-file")));

    fails(IOException.class, () -> files().apply(edits));

    same("before", text(kept));
    same(0640, status(kept).mode());
    same("there", text(gone));
    same(Optional.of(Path.of("gone.txt")), status(link).linkTarget());
    same(0711, status(empty).mode());
    same(
        List.of("empty", "gone.txt", "kept.txt", "link"),
        files().list(at("atomic")).stream().map(FileEntry::name).toList());
  }

  public void aFolderIsNeitherDeletedNorWrittenAsAFile() throws Exception {
    Path parent = at("stays");
    Path file = parent.resolve("file.txt");
    files().apply(List.of(write(file, "x")));

    fails(IOException.class, () -> files().apply(List.of(FileEdit.delete(parent))));
    fails(IOException.class, () -> files().apply(List.of(write(parent, "x"))));

    same("x", text(file));
  }
}
