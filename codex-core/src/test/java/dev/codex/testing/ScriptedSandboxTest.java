package dev.codex.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScriptedSandboxTest {

  private static final Path WORK = Path.of("/repo").toAbsolutePath();
  private static final SandboxPolicy READ = SandboxPolicy.readOnly();

  private final ScriptedSandbox sandbox = new ScriptedSandbox();

  @Test
  void commandsPrintAndExitAsScripted() throws Exception {
    sandbox.onCommand("mvn test").prints("1 failed\n").prints("bye\n").exitsWith(1);

    try (RunningCommand direct = sandbox.start(Command.of(WORK, "mvn", "test"), READ);
        RunningCommand shell = sandbox.start(Command.of(WORK, "bash", "-c", "mvn test"), READ)) {
      assertThat(direct.waitFor(Duration.ofSeconds(9))).hasValue(1);
      assertThat(new String(direct.output().readAllBytes(), UTF_8)).isEqualTo("1 failed\nbye\n");
      assertThat(new String(shell.output().readAllBytes(), UTF_8)).isEqualTo("1 failed\nbye\n");
      assertThat(shell.waitFor(Duration.ZERO)).hasValue(1);
    }
    assertThat(sandbox.started())
        .extracting(started -> started.command().words(), StartedCommand::policy)
        .containsExactly(
            tuple(List.of("mvn", "test"), READ), tuple(List.of("bash", "-c", "mvn test"), READ));
    sandbox.assertDrained();
  }

  @Test
  void aScriptThatIsUsedUpLeavesTheNextOne() throws Exception {
    sandbox.onCommand("make").once().exitsWith(2);
    sandbox.onCommand("make").exitsWith(0);

    for (int expected : List.of(2, 0, 0)) {
      try (RunningCommand make = sandbox.start(Command.of(WORK, "make"), READ)) {
        assertThat(make.waitFor(Duration.ofSeconds(9))).hasValue(expected);
      }
    }
  }

  @Test
  void aCommandWithoutAScriptFailsNowAndAtTheEnd() {
    sandbox.onCommand("ls");
    String message =
        "No script for the command [rm, -rf] in " + WORK + ". There are scripts for ['ls'].";

    assertThatThrownBy(() -> sandbox.start(Command.of(WORK, "rm", "-rf"), READ))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
    assertThatThrownBy(sandbox::assertDrained).hasMessage(message);
  }

  @Test
  void unusedScriptsAndOpenCommandsAreReported() {
    sandbox.onCommand("ls");

    assertThatThrownBy(sandbox::assertDrained)
        .hasMessage("The command scripted for 'ls' was not started.");
    RunningCommand ls = sandbox.start(Command.of(WORK, "ls"), READ);
    assertThatThrownBy(sandbox::assertDrained)
        .hasMessage("The command [ls] under read-only was started but not closed.");
    ls.close();
    assertThatCode(sandbox::assertDrained).doesNotThrowAnyException();
  }

  @Test
  void aCommandWaitsAtAGate() throws Exception {
    Gate gate = new Gate();
    sandbox.onCommand("server").prints("up\n").waitsFor(gate).prints("down\n");
    try (RunningCommand server = sandbox.start(Command.of(WORK, "server"), READ)) {
      assertThat(server.output().readNBytes(3)).isEqualTo("up\n".getBytes(UTF_8));
      assertThat(server.waitFor(Duration.ofMillis(1))).isEmpty();
      FutureTask<OptionalInt> exit = started(() -> server.waitFor(Duration.ofSeconds(20)));

      gate.awaitArrival();
      gate.open();

      assertThat(exit.get(20, TimeUnit.SECONDS)).hasValue(0);
      assertThat(server.output().readAllBytes()).isEqualTo("down\n".getBytes(UTF_8));
    }
  }

  @Test
  void killingEndsACommandThatWaits() throws Exception {
    sandbox.onCommand("sleep").waitsFor(new Gate());
    try (RunningCommand sleep = sandbox.start(Command.of(WORK, "sleep"), READ)) {
      FutureTask<byte[]> output = started(() -> sleep.output().readAllBytes());

      sleep.kill();

      assertThat(output.get(20, TimeUnit.SECONDS)).isEmpty();
      assertThat(sleep.waitFor(Duration.ZERO)).hasValue(137);
    }
  }

  @Test
  void interruptingEndsACommandAsCtrlCDoes() throws Exception {
    sandbox.onCommand("sleep").waitsFor(new Gate());
    try (RunningCommand sleep = sandbox.start(Command.of(WORK, "sleep"), READ)) {
      sleep.interrupt();

      assertThat(sleep.waitFor(Duration.ZERO)).hasValue(130);
    }
  }

  @Test
  void aTerminalIsAsLargeAsItWasMadeLast() {
    sandbox.onCommand("top").waitsFor(new Gate());
    Command plain = Command.of(WORK, "top");
    Command onTerminal = plain.toBuilder().terminal(new TerminalSize(80, 24)).build();
    try (RunningCommand first = sandbox.start(plain, READ);
        RunningCommand second = sandbox.start(onTerminal, READ)) {
      first.resize(new TerminalSize(100, 50));
      second.resize(new TerminalSize(100, 50));
    }

    assertThat(sandbox.started().get(0).terminal()).isEmpty();
    assertThat(sandbox.started().get(1).terminal()).hasValue(new TerminalSize(100, 50));
  }

  @Test
  void aCommandRepliesToItsInputUntilThatIsClosed() throws Exception {
    sandbox.onCommand("cat").prints("> ").repliesToInput(text -> text + text).exitsWith(3);
    try (RunningCommand cat = sandbox.start(Command.of(WORK, "cat"), READ)) {
      cat.input().write("a\n".getBytes(UTF_8));
      assertThat(cat.output().readNBytes(6)).isEqualTo("> a\na\n".getBytes(UTF_8));
      assertThat(cat.waitFor(Duration.ZERO)).isEmpty();

      cat.input().close();

      assertThat(cat.waitFor(Duration.ofSeconds(9))).hasValue(3);
      assertThatThrownBy(() -> cat.input().write('b')).isInstanceOf(IOException.class);
    }
    assertThat(sandbox.started().get(0).input()).isEqualTo("a\n");
  }

  @Test
  void aPolicyThatCannotBeEnforcedIsRefusedEverywhere() {
    sandbox.enforcing(policy -> policy instanceof SandboxPolicy.ReadOnly);
    SandboxPolicy write = SandboxPolicy.workspaceWrite(WORK);

    sandbox.require(READ);
    assertThatThrownBy(() -> sandbox.require(write))
        .isInstanceOf(SandboxUnavailableException.class);
    assertThatThrownBy(() -> sandbox.start(Command.of(WORK, "ls"), write))
        .isInstanceOf(SandboxUnavailableException.class);
    assertThatThrownBy(() -> sandbox.files(write)).isInstanceOf(SandboxUnavailableException.class);
    assertThat(sandbox.required()).containsExactly(READ, write);
  }

  @Test
  void editsAreMadeAllOrNotAtAll() throws IOException {
    sandbox.files().put(WORK.resolve("a"), "one").put(WORK.resolve("b/c"), "two");
    FileAccess files = sandbox.files(SandboxPolicy.workspaceWrite(WORK));

    assertThatThrownBy(() -> files.apply(List.of(
            FileEdit.write(WORK.resolve("a"), "changed".getBytes(UTF_8)),
            FileEdit.delete(WORK.resolve("missing")))))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(sandbox.files().text(WORK.resolve("a"))).isEqualTo("one");

    files.apply(List.of(
        FileEdit.delete(WORK.resolve("b/c")),
        new FileEdit.Write(WORK.resolve("d/e"), new byte[] {1, 2}, OptionalInt.of(0755))));
    assertThat(sandbox.files().paths()).containsExactly(WORK.resolve("a"), WORK.resolve("d/e"));
    assertThat(files.status(WORK.resolve("d/e")))
        .hasValue(FileStatus.of(FileStatus.Kind.FILE, 2, 0755).toBuilder()
            .modified(Instant.ofEpochMilli(3))
            .build());
    assertThat(files.status(WORK.resolve("d")))
        .hasValue(FileStatus.of(FileStatus.Kind.DIRECTORY, 0, 0755));
    assertThat(files.status(WORK.resolve("b"))).isEmpty();
  }

  @Test
  void filesObeyThePolicy() throws IOException {
    Path inside = WORK.resolve("a");
    Path outside = Path.of("/etc/passwd").toAbsolutePath();
    sandbox.files().put(inside, "one");
    FileAccess readOnly = sandbox.files(READ);
    FileAccess workspace = sandbox.files(SandboxPolicy.workspaceWrite(WORK));
    List<FileEdit> leave = List.of(FileEdit.delete(inside), FileEdit.write(outside, new byte[0]));

    assertThat(readOnly.read(inside)).isEqualTo("one".getBytes(UTF_8));
    assertThat(readOnly.isWritable(inside)).isFalse();
    assertThatThrownBy(() -> readOnly.apply(List.of(FileEdit.delete(inside))))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(workspace.isWritable(inside)).isTrue();
    assertThat(workspace.isWritable(WORK.resolve("../etc/passwd"))).isFalse();
    assertThatThrownBy(() -> workspace.apply(leave)).isInstanceOf(AccessDeniedException.class);
    assertThat(sandbox.files().paths()).containsExactly(inside);
  }

  @Test
  void foldersAreMadeListedAndDeletedByThemselves() throws IOException {
    FileAccess files = sandbox.files().put(WORK.resolve("a/b"), "1").put(WORK.resolve("c"), "");
    Path folder = WORK.resolve("d");

    files.apply(List.of(FileEdit.createDirectory(folder), FileEdit.setMode(folder, 0700)));

    assertThat(files.list(WORK)).extracting(FileEntry::name).containsExactly("a", "c", "d");
    assertThat(files.status(folder).orElseThrow().mode()).isEqualTo(0700);
    assertThatThrownBy(() -> files.apply(List.of(FileEdit.deleteDirectory(WORK.resolve("a")))))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> files.list(WORK.resolve("c")))
        .isInstanceOf(NotDirectoryException.class);
    files.apply(List.of(FileEdit.deleteDirectory(folder)));
    assertThat(files.status(folder)).isEmpty();
  }

  @Test
  void linksAreRefusedSinceThereAreNone() {
    List<FileEdit> edits =
        List.of(FileEdit.createSymbolicLink(WORK.resolve("link"), Path.of("target")));

    assertThatThrownBy(() -> sandbox.files().apply(edits))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void foldersAndFilesAreNotTakenForEachOther() {
    sandbox.files().put(WORK.resolve("a/b"), "");

    assertThatThrownBy(() -> sandbox.files().read(WORK.resolve("a")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(
            () -> sandbox.files().apply(List.of(FileEdit.write(WORK.resolve("a"), new byte[0]))))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> sandbox.files().put(WORK.resolve("a/b/c"), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sandbox.files().text(WORK.resolve("x")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("There is no file " + WORK.resolve("x"));
  }

  private static <T> FutureTask<T> started(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
