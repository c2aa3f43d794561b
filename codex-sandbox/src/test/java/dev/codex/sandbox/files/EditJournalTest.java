package dev.codex.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.FileEdit;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditJournalTest {

  @TempDir
  Path base;

  /** As sudden as a kill, for what runs in this JVM. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A log at whose n-th entry everything stops, before or after it is written. */
  private static final class CrashingLog extends EditLog {
    private int left;

    CrashingLog(Path file, FileChannel channel, int left) {
      super(file, channel);
      this.left = left;
    }

    @Override
    void add(EditRecord record) throws IOException {
      if (left-- == 0) {
        throw new Crash();
      }
      super.add(record);
      if (left-- == 0) {
        throw new Crash();
      }
    }
  }

  private static void tree(Path root) throws IOException {
    Files.createDirectories(root.resolve("empty"));
    Files.createDirectories(root.resolve("sub"));
    Files.writeString(root.resolve("a.txt"), "one\r\n");
    Files.writeString(root.resolve("run.sh"), "echo");
    Files.setAttribute(root.resolve("run.sh"), "unix:mode", 0750);
    Files.writeString(root.resolve("sub/gone.txt"), "bye\n");
    Files.createSymbolicLink(root.resolve("link"), Path.of("a.txt"));
    Files.writeString(root.resolve("one"), "twins");
    Files.createLink(root.resolve("two"), root.resolve("one"));
  }

  private static FileEdit write(Path path, String text) {
    return FileEdit.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static List<FileEdit> edits(Path root) {
    return List.of(
        write(root.resolve("a.txt"), "two\n"),
        write(root.resolve("new/deep/b.txt"), "new"),
        FileEdit.delete(root.resolve("sub/gone.txt")),
        FileEdit.deleteDirectory(root.resolve("sub")),
        FileEdit.delete(root.resolve("link")),
        FileEdit.createSymbolicLink(root.resolve("link"), Path.of("run.sh")),
        new FileEdit.Write(root.resolve("run.sh"), new byte[] {1, 0, 2}, OptionalInt.of(0700)),
        FileEdit.setMode(root.resolve("empty"), 0700),
        write(root.resolve("one"), "changed"),
        write(root.resolve("a.txt"), "three\n"));
  }

  /** Everything below a folder, with modes and contents. */
  static Map<String, String> snapshot(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        String mode = Integer.toOctalString(UnixMode.of(path).mode());
        String what = Files.isSymbolicLink(path)
            ? "-> " + Files.readSymbolicLink(path)
            : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? "/ " + mode
                : mode + " " + new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        found.put(root.relativize(path).toString(), what);
      }
    }
    return found;
  }

  @Test
  void whereverItStopsTheOldTreeComesBack() throws IOException {
    int crashes = 0;
    for (int at = 0; ; at++) {
      Path root = Files.createDirectory(base.resolve("tree" + at)).toRealPath();
      Path journals = base.resolve("journals" + at);
      tree(root);
      Map<String, String> before = snapshot(root);

      boolean finished = applyUntilCrash(root, journals, at);
      List<String> notes = EditJournal.in(journals).recover();

      assertThat(notes).isEmpty();
      if (finished) {
        break;
      }
      crashes++;
      assertThat(snapshot(root)).as("stopped at point %s", at).isEqualTo(before);
      assertThat(Files.readString(root.resolve("two"))).isEqualTo("twins");
      assertThat(journals).isEmptyDirectory();
    }
    assertThat(crashes).isGreaterThan(30);
  }

  private static boolean applyUntilCrash(Path root, Path journals, int at) throws IOException {
    Files.createDirectory(journals);
    Path file = Files.createFile(journals.resolve("other.jvm.edits"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Changes changes = new Changes(
          WritableArea.of(SandboxPolicy.dangerFullAccess(), List.of()),
          new CrashingLog(file, channel, at));
      for (FileEdit edit : edits(root)) {
        changes.make(edit, Changes.Undo.POSSIBLE);
      }
      Files.delete(file);
      return true;
    } catch (Crash e) {
      return false;
    }
  }

  @Test
  void aKilledJvmLeavesTheOldTreeOrTheNewOne() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 6; round++) {
      Path root = Files.createDirectory(base.resolve("killed" + round)).toRealPath();
      Path journals = base.resolve("kills" + round);
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              EndlessEdits.class.getName(),
              root.toString(),
              journals.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      assertThat(process.getInputStream().read()).isEqualTo('r');
      process.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();

      assertThat(EditJournal.in(journals).recover()).isEmpty();

      Map<String, String> left = snapshot(root);
      left.replaceAll((path, what) -> what.replaceFirst("[0-7]+", "")); // the mode is the umask's
      assertThat(left).isIn(EndlessEdits.states());
      assertThat(journals).isEmptyDirectory();
    }
  }

  @Test
  void aSeriesThatStillRunsIsLeftAlone() throws IOException {
    EditJournal own = EditJournal.in(base.resolve("journals"));
    Path file = base.resolve("a.txt");
    try (EditLog log = own.begin()) {
      log.add(new EditRecord.FileMade(file, EditRecord.Mark.of(new byte[0])));
      Files.createFile(file);

      assertThat(own.recover()).isEmpty();
      assertThat(EditJournal.in(base.resolve("journals")).recover()).isEmpty();
      assertThat(file).exists();
    }
    assertThat(base.resolve("journals")).isEmptyDirectory();
  }

  @Test
  void whatSomebodyChangedSinceIsKeptAndTold() throws IOException {
    Path root = Files.createDirectory(base.resolve("tree")).toRealPath();
    Path journals = base.resolve("journals");
    tree(root);
    applyUntilCrash(root, journals, 8);
    Files.writeString(root.resolve("a.txt"), "a person's own\n");

    List<String> notes = EditJournal.in(journals).recover();

    assertThat(root.resolve("a.txt")).hasContent("a person's own\n");
    assertThat(notes).singleElement().asString().contains("a.txt", "somebody has changed it since");
  }

  @Test
  void nothingIsLeftOfASeriesThatEndedByItself() throws IOException {
    Path journals = base.resolve("journals");
    Path root = Files.createDirectory(base.resolve("tree")).toRealPath();
    LocalFiles files = LocalFiles.under(SandboxPolicy.workspaceWrite(root), List.of())
        .with(EditJournal.in(journals));
    List<FileEdit> bad = new ArrayList<>(List.of(write(root.resolve("x"), "x")));
    bad.add(FileEdit.delete(root.resolve("none")));

    files.apply(List.of(write(root.resolve("a"), "a"), write(root.resolve("b"), "b")));
    assertThatThrownBy(() -> files.apply(bad)).isInstanceOf(NoSuchFileException.class);

    assertThat(snapshot(root)).containsOnlyKeys("", "a", "b");
    assertThat(journals).isEmptyDirectory();
  }

  @Test
  void whatCouldNotBeTakenBackStaysInTheJournal() throws IOException {
    Path folder = Files.createDirectories(base.toRealPath().resolve("tree/sub"));
    Path file = Files.writeString(folder.resolve("a.txt"), "one");
    Path away = folder.resolveSibling("away");
    EditJournal journal = EditJournal.in(base.resolve("journals"));
    IOException cause = new IOException("no room");

    try (EditLog log = journal.begin()) {
      Changes changes =
          new Changes(WritableArea.of(SandboxPolicy.dangerFullAccess(), List.of()), log);
      changes.make(FileEdit.delete(file), Changes.Undo.POSSIBLE);
      Files.move(folder, away);
      changes.undo(cause);
    }
    Files.move(away, folder);

    assertThat(cause.getSuppressed()).hasSize(1);
    assertThat(EditJournal.in(base.resolve("journals")).recover()).isEmpty();
    assertThat(file).hasContent("one");
    assertThat(base.resolve("journals")).isEmptyDirectory();
  }

  @Test
  void aFileWithSeveralNamesIsTakenBackOnlyFromWhatTheSeriesWrote() throws IOException {
    Path file = base.toRealPath().resolve("one");
    Path outside = Files.writeString(base.resolve("outside"), "not ours");

    Files.writeString(file, "chan"); // killed in the middle of writing
    assertThat(recoverOverwritten(file)).isEmpty();
    assertThat(file).hasContent("twins");

    assertThat(recoverOverwritten(file)).isEmpty();

    Files.writeString(file, "a person's own");
    assertThat(recoverOverwritten(file)).singleElement().asString().contains("has changed it");
    assertThat(file).hasContent("a person's own");

    Files.delete(file);
    Files.createSymbolicLink(file, outside);
    assertThat(recoverOverwritten(file)).singleElement().asString().contains("something else");
    assertThat(outside).hasContent("not ours");
  }

  private List<String> recoverOverwritten(Path file) throws IOException {
    Path journals = Files.createDirectories(base.resolve("journals"));
    Path left = Files.createFile(journals.resolve("other.jvm.edits"));
    try (FileChannel channel = FileChannel.open(left, StandardOpenOption.WRITE)) {
      byte[] before = "twins".getBytes(StandardCharsets.UTF_8);
      byte[] after = "changed".getBytes(StandardCharsets.UTF_8);
      new EditLog(left, channel).add(new EditRecord.Overwritten(file, before, after));
    }
    return EditJournal.in(journals).recover();
  }
}
