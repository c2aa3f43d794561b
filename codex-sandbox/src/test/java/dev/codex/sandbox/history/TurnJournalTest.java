package dev.codex.sandbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codex.error.ConfigException;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileHistory.Recording;
import dev.codex.exec.UndoResult;
import dev.codex.exec.UndoResult.Conflict;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.files.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnJournalTest {

  private static final int TURNS = Integer.getInteger("codex.test.undo.turns", 40);
  private static final long ROOM = 1L << 30;

  @TempDir
  Path temporary;

  private int patches;
  private int refusals;
  private Path root;
  private TurnJournal journal;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("work"));
    journal = TurnJournal.open(temporary.resolve("history"), ROOM, ROOM);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void randomTurnsAreTakenBackToTheByteInAnyDepth() throws Exception {
    run("git init -q . && git config user.email a@b && git config user.name n && mkdir src docs"
        + " && echo one > a.txt && echo two > src/Main.java && git add -A && git commit -qm 0");
    RandomWork work = new RandomWork(20261126);
    Random depth = new Random(7);
    Deque<Map<String, String>> states = new ArrayDeque<>();
    for (int turn = 0; turn < TURNS; turn++) {
      states.push(Tree.of(root));
      turn("t" + turn, work);
      for (int back = depth.nextInt(3); back > 0 && !states.isEmpty(); back--) {
        takeBackTo(states.pop(), turn);
      }
    }
    while (!states.isEmpty()) {
      takeBackTo(states.pop(), TURNS);
    }
    assertThat(patches).isPositive();
    assertThat(refusals).isPositive();
  }

  /** Patches and commands in any order, as the loop puts them on record. */
  private void turn(String id, RandomWork work) throws Exception {
    Recording recording = journal.record("s", id, Set.of());
    for (int steps = 1 + Math.floorMod(id.hashCode(), 3); steps > 0; steps--) {
      if (work.isPatch()) {
        List<FileEdit> edits = work.edits(root);
        recording.include(edits.stream().map(FileEdit::path).toList());
        patch(edits);
      } else {
        recording.include(List.of(root));
        run(work.script());
      }
    }
    assertThat(recording.end()).isEmpty();
  }

  /** It does not matter whether it fits: then nothing is changed. */
  private void patch(List<FileEdit> edits) {
    try {
      LocalFiles.under(SandboxPolicy.dangerFullAccess(), List.of()).apply(edits);
      patches++;
    } catch (IOException e) {
      refusals++;
    }
  }

  private void takeBackTo(Map<String, String> state, int turn) throws IOException {
    if (!Tree.of(root).equals(state)) { // else that turn changed nothing and is not on record
      UndoResult result = journal.undo("s", journal.turns("s").get(0));
      assertThat(result.conflicts()).as("turn %s", turn).isEmpty();
      assertThat(Tree.of(root)).as("turn %s", turn).isEqualTo(state);
    }
  }

  @Test
  void nothingIsTouchedWhereAPersonHasEditedSince() throws Exception {
    run("echo a > a; echo b > b");
    turn("t", "echo A > a; echo B > b; mkdir d; echo c > d/c");
    run("echo mine > b; echo mine > d/mine");
    Map<String, String> before = Tree.of(root);

    UndoResult result = journal.undo("s", "t");

    assertThat(result.restored()).isEmpty();
    assertThat(result.conflicts())
        .containsExactlyInAnyOrder(
            new Conflict(root.resolve("b"), "it has been changed since the turn"),
            new Conflict(
                root.resolve("d/mine"), "it was put since into a folder that the turn made"));
    assertThat(Tree.of(root)).isEqualTo(before);
    assertThat(journal.turns("s")).containsExactly("t");
  }

  @Test
  void aChangeThatHidesItsTimeIsSeen() throws Exception {
    Path file = Files.writeString(root.resolve("f"), "old!");
    FileTime time = Files.getLastModifiedTime(file);
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(root));
    Files.writeString(file, "new!");
    Files.setLastModifiedTime(file, time);
    recording.end();

    journal.undo("s", "t");

    assertThat(file).hasContent("old!");
  }

  @Test
  void editsOfSingleFilesAndTheirNewFoldersAreTakenBack() throws Exception {
    Path file = root.resolve("new/deep/file");
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(file));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    recording.include(List.of(root)); // a command follows in the same turn
    run("echo y > other");
    recording.end();

    UndoResult result = journal.undo("s", "t");

    assertThat(result.isDone()).isTrue();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void anEditThroughALinkIsTakenBackWhereItWent() throws Exception {
    Path real = Files.writeString(root.resolve("real"), "old");
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(link));
    Files.writeString(real, "new");
    recording.end();

    journal.undo("s", "t");

    assertThat(real).hasContent("old");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aTurnOutlivesTheProcessThatMadeIt() throws Exception {
    run("echo old > f; ln -s '~' odd");
    turn("t", "echo new > f; rm odd");
    journal.close();
    journal = TurnJournal.open(temporary.resolve("history"), ROOM, ROOM);

    UndoResult result = journal.undo("s", "t");

    assertThat(result.restored()).containsExactly(root.resolve("f"), root.resolve("odd"));
    assertThat(root.resolve("f")).hasContent("old\n");
    assertThat(Files.readSymbolicLink(root.resolve("odd"))).hasToString("~");
    assertThat(journal.turns("s")).isEmpty();
  }

  @Test
  void whatThereWasNoRoomForIsToldAndRefused() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 100, 100);
    run("head -c 101 /dev/zero > large; echo s > small");
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(root));
    run("echo > large; echo > small");

    assertThat(recording.end())
        .containsExactly("The old content of 1 changed file was not kept, so this turn cannot be"
            + " undone: "
            + root.resolve("large")
            + ". Give the file history more room, or keep such files out of the workspace.");
    assertThat(journal.undo("s", "t").conflicts())
        .containsExactly(new Conflict(
            root.resolve("large"), "its old content was not kept, since there was no room for it"));
  }

  @Test
  void whetherAFileWouldComeBackIsKnownBeforeItGoes() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 100, 100);
    run("head -c 101 /dev/zero > large; echo s > small; ln -s large link");
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(root));
    run("echo new > made");

    List<Path> unkept = recording.unkept(
        Stream.of("large", "small", "made", "link").map(root::resolve).toList());

    assertThat(unkept).containsExactly(root.resolve("large"), root.resolve("link"));
    recording.end();
  }

  @Test
  void whatIsExemptIsNeitherRecordedNorKept() throws Exception {
    run("mkdir books; echo old | tee a books/log");
    Path log = root.resolve("books/log");
    Recording recording = journal.record("s", "t", Set.of(root.resolve("books")));
    recording.include(List.of(root));
    run("echo new | tee a books/log");

    assertThat(recording.unkept(List.of(log, root.resolve("a")))).containsExactly(log);
    recording.end();
    UndoResult result = journal.undo("s", "t");

    assertThat(result.restored()).containsExactly(root.resolve("a"));
    assertThat(log).hasContent("new");
  }

  @Test
  void aFileOfAnotherMachineIsNotKeptHere() {
    Path elsewhere = temporary.resolve("models/run7.ckpt");
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(root, elsewhere));

    assertThat(recording.unkept(List.of(elsewhere))).containsExactly(elsewhere);
    recording.end();
  }

  @Test
  void aFileInAFolderThatCannotBeListedIsNotKept() throws Exception {
    run("mkdir closed; echo x > closed/file; chmod 311 closed");
    Path closed = root.resolve("closed");
    assumeFalse(Files.isReadable(closed), "this user may list every folder");
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(root));

    assertThat(recording.unkept(List.of(closed.resolve("file")))).hasSize(1);
    recording.end();
    run("chmod 755 closed");
  }

  @Test
  void anOldTurnMakesRoomForWhatIsAboutToGo() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 1000, 1000);
    run("head -c 880 /dev/urandom > a; echo c > c");
    turn("t0", "rm a");
    turn("t1", "rm c");
    run("head -c 200 /dev/urandom > b");
    Recording recording = journal.record("s", "t2", Set.of());
    recording.include(List.of(root));
    run("rm b");

    assertThat(recording.end()).singleElement().asString().startsWith("To make room, 1 older turn");
    assertThat(journal.turns("s")).containsExactly("t2", "t1");
    assertThat(journal.undo("s", "t2").isDone()).isTrue();
    assertThat(root.resolve("b")).hasSize(200);
  }

  @Test
  void theOldestTurnsGoWhenTheStoreIsFull() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 10_000, 10_000);
    List<String> told = new ArrayList<>();
    for (int turn = 0; turn < 20; turn++) {
      Recording recording = journal.record("s", "t" + turn, Set.of());
      recording.include(List.of(root));
      run("head -c 1000 /dev/urandom > f");
      told.addAll(recording.end());
    }

    List<String> left = journal.turns("s");

    assertThat(told)
        .allSatisfy(text -> assertThat(text)
            .matches("To make room, \\d+ older turns? (was|were) forgotten and cannot be undone"
                + " any more\\. Give the file history more room to keep them longer\\."))
        .extracting(text -> Integer.parseInt(text.replaceAll("\\D", "")))
        .satisfies(counts ->
            assertThat(counts.stream().mapToInt(count -> count).sum()).isEqualTo(20 - left.size()));

    assertThat(left).hasSizeBetween(5, 10).first().isEqualTo("t19");
    for (String turn : left) {
      assertThat(journal.undo("s", turn).isDone()).isTrue();
    }
  }

  @Test
  void aLargeWorkspaceLeavesTheTurnsOnRecord() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 1000, 1000);
    run("head -c 900 /dev/urandom > large; echo old > f; head -c 45 /dev/urandom > other");

    turn("t0", "echo new > f");
    turn("t1", ": > added");
    turn("t2", "rm other");

    assertThat(journal.turns("s")).containsExactly("t2", "t1", "t0");
    for (String turn : journal.turns("s")) {
      assertThat(journal.undo("s", turn).isDone()).isTrue();
    }
    assertThat(root.resolve("f")).hasContent("old");
    assertThat(root.resolve("added")).doesNotExist();
  }

  @Test
  void theNewestTurnStaysHoweverLargeItIs() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 1000, 1000);
    run("head -c 950 /dev/urandom > large");

    turn("t", "rm large");

    assertThat(journal.undo("s", "t").isDone()).isTrue();
    assertThat(root.resolve("large")).hasSize(950);
  }

  @Test
  void anUndoThatWasCutShortIsFinishedByTheNext() throws Exception {
    run("mkdir -m 755 closed gone; echo c > closed/f; echo g > gone/f; echo a > a; ln -s a link");
    Map<String, String> before = Tree.of(root);
    turn("t", "chmod 500 closed; rm -r gone a; mkdir -m 755 a; ln -sfn b link; echo n > closed/n");
    Path staged = root.resolve(".codex-undo-0.tmp");
    UndoMarker.of(record()).write(List.of(staged));
    run("chmod 700 closed; rmdir a; rm link; mkdir -m 700 gone; echo g > .codex-undo-0.tmp");

    UndoResult result = journal.undo("s", "t");

    assertThat(result.conflicts()).isEmpty();
    assertThat(Tree.of(root)).isEqualTo(before);
    assertThat(journal.turns("s")).isEmpty();
  }

  @Test
  void whatAnUndoThatWasCutShortDidNotDoIsStillAConflict() throws Exception {
    run("echo old > f");
    turn("t", "echo new > f");
    UndoMarker.of(record()).write(List.of());
    run("rm f");

    assertThat(journal.undo("s", "t").conflicts())
        .containsExactly(new Conflict(root.resolve("f"), "it has been changed since the turn"));
  }

  private Path record() throws IOException {
    return new TurnRecords(temporary.toRealPath().resolve("history/turns"))
        .all()
        .get(0);
  }

  @Test
  void aTurnMayEndWhileAnotherLooks() throws Exception {
    journal.close();
    journal = TurnJournal.open(temporary.resolve("small"), 1000, 1000);
    run("mkdir -p many && cd many && seq 500 | xargs touch; head -c 950 /dev/urandom > ../large");
    Path large = root.resolve("large");
    Path many = root.resolve("many");
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> looking = CompletableFuture.runAsync(() -> {
      for (int turn = 0; !stop.get(); turn++) {
        Recording recording = journal.record("other", "t" + turn, Set.of());
        recording.include(List.of(many));
        recording.end();
      }
    });

    try {
      for (int turn = 0; turn < 100; turn++) {
        Recording recording = journal.record("s", "t" + turn, Set.of());
        recording.include(List.of(large));
        recording.end();
      }
    } finally {
      stop.set(true);
    }

    assertThat(looking).succeedsWithin(Duration.ofMinutes(1));
  }

  @Test
  void aFolderThatBecameALinkIsNotWrittenThrough() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    run("mkdir d; echo old > d/f");
    turn("t", "rm d/f");
    run("rm -r d; ln -s '" + outside + "' d");

    UndoResult result = journal.undo("s", "t");

    assertThat(result.conflicts())
        .containsExactly(new Conflict(
            root.resolve("d/f"), "the folder that it was in is no longer there, or is a link now"));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void pipesAreNeitherOpenedNorRestored() throws Exception {
    run("mkfifo p");
    Recording recording = journal.record("s", "t", Set.of());
    recording.include(List.of(root));
    run("rm p; echo x > f");

    assertThat(recording.end()).hasSize(1);
    assertThat(journal.undo("s", "t").conflicts())
        .extracting(Conflict::path)
        .containsExactly(root.resolve("p"));
  }

  @Test
  void oneProcessAtATimeUsesAFolder() {
    assertThatThrownBy(() -> TurnJournal.open(temporary.resolve("history"), ROOM, ROOM))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Share one LocalFileHistory, or name another folder");
  }

  @Test
  void contentsAreForTheirOwnerOnly() throws Exception {
    run("echo secret > f; chmod 600 f");
    turn("t", "rm f");

    try (var all = Files.walk(temporary.resolve("history"))) {
      assertThat(all.filter(path -> !path.endsWith("owner.lock")))
          .allSatisfy(
              path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                  .endsWith("------"));
    }
  }

  private void turn(String id, String script) throws Exception {
    Recording recording = journal.record("s", id, Set.of());
    recording.include(List.of(root));
    run(script);
    assertThat(recording.end()).isEmpty();
  }

  /** Its exit code does not matter. */
  private void run(String script) throws Exception {
    new ProcessBuilder("sh", "-c", script)
        .directory(root.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
