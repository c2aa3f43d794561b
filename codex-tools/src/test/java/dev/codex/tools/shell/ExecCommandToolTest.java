package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.policy.RunCommand;
import dev.codex.tool.Cancellation;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecCommandToolTest {

  private static final String HEADER =
      "Chunk ID: [0-9a-f]{6}\nWall time: [0-9]+\\.[0-9]{4} seconds\n";

  @TempDir
  Path directory;

  private final PlainProcesses processes = new PlainProcesses();
  private final RecordingProgress progress = new RecordingProgress();
  private final ExecCommandTool tool = ExecCommandTool.builder()
      .environment(Map.of("SHELL", "/bin/bash"))
      .loginShell(LoginShell.BY_DEFAULT)
      .build();

  private ToolInvocation invocation(String json) {
    return ToolInvocation.builder()
        .sessionId("session-1")
        .turnId("turn-1")
        .callId("call-1")
        .input(json)
        .workingDirectory(directory)
        .commands(processes)
        .files(processes)
        .progress(progress)
        .build();
  }

  private ToolResult call(String json) throws Exception {
    return tool.call(invocation(json));
  }

  /** The text below the two lines that differ every time. */
  private static String stable(ToolResult result) {
    assertThat(result.text()).matches("(?s)" + HEADER + ".*");
    return result.text().split("\n", 3)[2];
  }

  @Test
  void theAnswerHasExitCodeTokenCountAndOutput() throws Exception {
    ToolResult result = call("{\"cmd\":\"echo hi\"}");

    assertThat(stable(result))
        .isEqualTo("Process exited with code 0\nOriginal token count: 1\nOutput:\nhi\n");
    assertThat(result.isError()).isFalse();
    assertThat(processes.started.get(0).words()).containsExactly("/bin/bash", "-lc", "echo hi");
    assertThat(processes.started.get(0).environment())
        .containsEntry("CODEX_THREAD_ID", "session-1");
  }

  @Test
  void watchersSeeTheCommandItsOutputAndItsEnd() throws Exception {
    call("{\"cmd\":\"echo out; echo err >&2; exit 3\"}");

    CommandExecution started = progress.started.get(0);
    CommandExecution completed = progress.completed.get(0);
    assertThat(started)
        .isEqualTo(CommandExecution.builder()
            .id(started.id())
            .addCommand("/bin/bash", "-lc", "echo out; echo err >&2; exit 3")
            .workingDirectory(directory)
            .status(WorkStatus.IN_PROGRESS)
            .build());
    assertThat(completed)
        .isEqualTo(started.toBuilder()
            .status(WorkStatus.FAILED)
            .exitCode(3)
            .output("out\nerr\n")
            .duration(completed.duration())
            .build());
    assertThat(completed.duration()).isPositive();
    assertThat(String.join("", progress.pieces)).isEqualTo("out\nerr\n");
  }

  @Test
  void aFailedCommandIsAnAnswerAndMarkedAsFailed() throws Exception {
    ToolResult result = call("{\"cmd\":\"echo out; echo err >&2; exit 3\"}");

    assertThat(stable(result))
        .isEqualTo("Process exited with code 3\nOriginal token count: 2\nOutput:\nout\nerr\n");
    assertThat(result.isError()).isTrue();
  }

  @Test
  void aNulCharacterIsToldToTheModelAndStartsNothing() {
    assertThatThrownBy(() -> call("{\"cmd\":\"echo a\\u0000b\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("The word 2 of the command has a NUL character (\\u0000) at index 6");
    assertThatThrownBy(() -> call("{\"cmd\":\"true\",\"workdir\":\"a\\u0000b\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("workdir is no path");
    assertThat(processes.started).isEmpty();
    assertThat(progress.started).isEmpty();
  }

  @Test
  void aSignalIsToldByItsExitCode() throws Exception {
    assertThat(stable(call("{\"cmd\":\"kill -9 $$\"}")))
        .isEqualTo("Process exited with code 137\nOriginal token count: 0\nOutput:\n");
  }

  @Test
  void scriptsMayHaveLinesAndQuotes() throws Exception {
    assertThat(stable(call("{\"cmd\":\"for i in 1 2 3; do\\n  echo \\\"n=$i 'q'\\\"\\ndone\"}")))
        .isEqualTo("Process exited with code 0\nOriginal token count: 6\nOutput:\n"
            + "n=1 'q'\nn=2 'q'\nn=3 'q'\n");
  }

  @Test
  void theWorkingDirectoryIsRelativeToThatOfTheSession() throws Exception {
    Files.createDirectory(directory.resolve("sub"));

    call("{\"cmd\":\"echo x > made\",\"workdir\":\"sub\"}");

    assertThat(directory.resolve("sub/made")).hasContent("x");
  }

  @Test
  void aShellIsFoundByName() throws Exception {
    assertThat(stable(call("{\"cmd\":\"echo $0\",\"shell\":\"sh\"}")))
        .isEqualTo("Process exited with code 0\nOriginal token count: 3\nOutput:\n/usr/bin/sh\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-shell", "/no/such/sh", "python3", "/usr/bin/env"})
  void whatIsNoShellGivesWayToThatOfThePlatform(String shell) throws Exception {
    assertThat(stable(call("{\"cmd\":\"echo $0\",\"shell\":\"" + shell + "\"}")))
        .isEqualTo("Process exited with code 0\nOriginal token count: 2\nOutput:\n/bin/sh\n");
  }

  @Test
  void standardInputIsAtItsEnd() throws Exception {
    assertThat(stable(call("{\"cmd\":\"cat; echo done\",\"yield_time_ms\":30000}")))
        .endsWith("Output:\ndone\n");
  }

  @Test
  void outputWithinTheDefaultLimitIsWholeAndBeyondItIsCutInTheMiddle() throws Exception {
    String all =
        IntStream.rangeClosed(1, 20_000).mapToObj(i -> i + "\n").collect(Collectors.joining());

    String expected = "Process exited with code 0\nOriginal token count: 27224\nOutput:\n"
        + "Warning: truncated output (original token count: 27224)\n"
        + "Total output lines: 20000\n\n"
        + all.substring(0, 20_000)
        + "…17224 tokens truncated…"
        + all.substring(all.length() - 20_000);
    assertThat(stable(call("{\"cmd\":\"seq 1 20000\"}"))).isEqualTo(expected);
    assertThat(progress.completed.get(0).output()).isEqualTo(all);
  }

  @Test
  void theModelMayAskForLess() throws Exception {
    assertThat(stable(call("{\"cmd\":\"printf 'one\\ntwo\\nthree\\n'\",\"max_output_tokens\":1}")))
        .isEqualTo("Process exited with code 0\nOriginal token count: 4\nOutput:\n"
            + "Warning: truncated output (original token count: 4)\n"
            + "Total output lines: 3\n\non…3 tokens truncated…e\n");
    assertThat(stable(call("{\"cmd\":\"printf 'one\\ntwo\\nthree\\n'\",\"max_output_tokens\":5}")))
        .endsWith("Output:\none\ntwo\nthree\n");
  }

  @Test
  void aModelWithLittleRoomGetsTheWholeHeadAndLessOutput() throws Exception {
    ToolInvocation call =
        invocation("{\"cmd\":\"seq 1 500\"}").toBuilder().maxOutputTokens(50).build();

    assertThat(stable(tool.call(call)))
        .isEqualTo("Process exited with code 0\nOriginal token count: 473\nOutput:\n"
            + "Warning: truncated output (original token count: 473)\n"
            + "Total output lines: 500\n\n"
            + "1\n2\n3\n4\n5\n6\n7\n…466 tokens truncated…7\n498\n499\n500\n");
  }

  @Test
  void noModelGetsMoreThanItHasRoomFor() throws Exception {
    ToolResult result =
        call("{\"cmd\":\"head -c 200000 /dev/zero | tr '\\\\0' x\",\"max_output_tokens\":50000}");

    assertThat(result.text().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(40_150, 40_250);
  }

  @Test
  void brokenBytesAreCountedAsTheyAreAndAsTheyAreShown() throws Exception {
    assertThat(stable(
            call("{\"cmd\":\"printf '\\\\377%.0s' $(seq 1 300)\",\"max_output_tokens\":10}")))
        .isEqualTo("Process exited with code 0\nOriginal token count: 75\nOutput:\n"
            + "Warning: truncated output (original token count: 225)\nTotal output lines: 1\n\n"
            + "\uFFFD".repeat(6) + "…215 tokens truncated…" + "\uFFFD".repeat(6));
  }

  @Test
  void hugeOutputIsCountedExactlyAndKeptInPart() throws Exception {
    ToolResult result =
        call("{\"cmd\":\"head -c 100000000 /dev/zero | tr '\\\\0' x; echo; echo end\"}");

    assertThat(stable(result))
        .startsWith("Process exited with code 0\nOriginal token count: 25000002\nOutput:\n"
            + "Warning: truncated output (original token count: 25000002)\n"
            + "... 98951429 bytes omitted ...\n\nxxx")
        .contains("x…252152 tokens truncated…x")
        .endsWith("x\nend\n");
    assertThat(progress.completed.get(0).output()).hasSizeLessThan((1 << 20) + 100);
    assertThat(progress.pieces.stream().mapToInt(String::length).sum()).isLessThan(2 << 20);
    assertThat(progress.pieces).allMatch(piece -> piece.length() <= 8 << 10);
  }

  @Test
  void cancellingKillsAndTheOutputSoFarIsKept() throws Exception {
    Cancellation cancellation = new Cancellation();
    RecordingProgress cancelling = new RecordingProgress(cancellation::cancel);
    ToolInvocation invocation = invocation("{\"cmd\":\"echo begin; sleep 1000\"}").toBuilder()
        .cancellation(cancellation)
        .progress(cancelling)
        .build();

    ToolResult result = tool.call(invocation);

    assertThat(result.text()).matches("Wall time: [0-9]+\\.[0-9] seconds\naborted by user");
    assertThat(result.isError()).isTrue();
    assertThat(cancelling.completed.get(0))
        .extracting(CommandExecution::status, CommandExecution::output)
        .containsExactly(WorkStatus.FAILED, "begin\n");
    assertThat(processes.processes).noneMatch(Process::isAlive);
  }

  @Test
  void aCommandThatTakesTooLongIsKilledAndAnsweredWithItsOutput() throws Exception {
    ExecCommandTool impatient =
        ExecCommandTool.builder().timeout(Duration.ofMillis(300)).build();

    ToolResult result = impatient.call(invocation("{\"cmd\":\"echo begin; exec sleep 1000\"}"));

    assertThat(stable(result))
        .isEqualTo("Process exited with code 124\nOriginal token count: 2\nOutput:\n"
            + "command timed out after 300 milliseconds\nbegin\n");
    assertThat(processes.processes).noneMatch(Process::isAlive);
  }

  @Test
  void whatCannotBeStartedIsToldInTheWordsOfCodex() throws Exception {
    assertThatThrownBy(() -> call("{\"cmd\":\"true\",\"workdir\":\"missing\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "exec_command failed: CreateProcess { message: \"Rejected(\\\"Failed to create unified"
                + " exec process: No such file or directory (os error 2)\\\")\" }");
    assertThat(progress.completed.get(0))
        .extracting(
            CommandExecution::status, item -> item.exitCode().getAsInt(), CommandExecution::output)
        .containsExactly(
            WorkStatus.FAILED,
            -1,
            "Failed to create unified exec process: No such file or directory (os error 2)");
  }

  @Test
  void whatCannotBeConfinedIsToldAndNotShownAsACommand() throws Exception {
    ToolInvocation invocation = invocation("{\"cmd\":\"true\"}").toBuilder()
        .commands(command -> {
          throw new SandboxUnavailableException("nothing can enforce this");
        })
        .build();

    assertThatThrownBy(() -> tool.call(invocation))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("nothing can enforce this");
    assertThat(progress.started).isEmpty();
  }

  @Test
  void theRequestForApprovalSaysAllThatWillBeRun() throws Exception {
    ToolInvocation invocation = invocation(
        "{\"cmd\":\"npm install\",\"workdir\":\"sub\",\"login\":false,\"sandbox_permissions\":"
            + "\"require_escalated\",\"justification\":\"Needs the network\"}");

    assertThat(tool.describe(invocation))
        .isEqualTo(RunCommand.builder()
            .tool("exec_command")
            .callId("call-1")
            .reason("Needs the network")
            .addCommand("/bin/bash", "-c", "npm install")
            .script("npm install")
            .workingDirectory(directory.resolve("sub"))
            .confinement(RunCommand.Confinement.ESCALATED)
            .build());
    assertThat(processes.started).isEmpty();
  }

  @Test
  void aLoginShellIsUsedOnlyWhereItIsAllowed() throws Exception {
    ExecCommandTool standard = ExecCommandTool.builder().build();
    ExecCommandTool strict =
        ExecCommandTool.builder().loginShell(LoginShell.NEVER).build();

    standard.call(invocation("{\"cmd\":\"true\"}"));
    standard.call(invocation("{\"cmd\":\"true\",\"login\":true}"));
    assertThat(processes.started)
        .extracting(command -> command.words().get(1))
        .isEqualTo(List.of("-c", "-lc"));
    assertThatThrownBy(() -> strict.call(invocation("{\"cmd\":\"true\",\"login\":true}")))
        .isInstanceOf(ToolException.class)
        .hasMessage("login shell is disabled by config; omit `login` or set it to false.");
    strict.call(invocation("{\"cmd\":\"true\"}"));
    assertThat(processes.started.get(2).words().get(1)).isEqualTo("-c");
  }
}
