package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.SessionScope;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOutputToolTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();

  @TempDir
  Path folder;

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private SessionScope scope = new SessionScope();
  private final Tool read = ReadOutputTool.create();

  @AfterEach
  void closeTheSession() {
    scope.close();
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private ToolInvocation invocation(String json) {
    return sandbox.invocation(WORK, SandboxPolicy.readOnly(), json).toBuilder()
        .session(scope)
        .build();
  }

  /** Runs a command with that output and returns the id of the answer. */
  private String chunk(String output, OutputFolder outputs) throws Exception {
    sandbox.onCommand("print").prints(output).once();
    String answer = ExecCommandTool.builder()
        .outputs(outputs)
        .build()
        .call(invocation("{\"cmd\":\"print\",\"max_output_tokens\":20}"))
        .text();
    return answer.substring("Chunk ID: ".length(), "Chunk ID: ".length() + 6);
  }

  private String read(String chunk, String more) throws Exception {
    return read.call(invocation("{\"chunk\":\"" + chunk + "\"" + more + "}")).text();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void anyLineOfACutOutputIsReadLater() throws Exception {
    String chunk = chunk(lines(300_000), OutputFolder.temporary());

    assertThat(read(chunk, ",\"line\":150000,\"lines\":2"))
        .isEqualTo("Lines 150000 to 150001 of 300000\nline 150000\nline 150001\n");
    assertThat(read(chunk, ",\"line\":299999"))
        .isEqualTo("Lines 299999 to 300000 of 300000\nline 299999\nline 300000\n");
    assertThat(read(chunk, "")).startsWith("Lines 1 to 200 of 300000\nline 1\n");
    assertThat(read(chunk, ",\"offset\":5,\"length\":8"))
        .isEqualTo("Bytes 5 to 12 of 3488895\n1\nline 2");
  }

  @Test
  void aLongAnswerSaysWhereToGoOn() throws Exception {
    String chunk = chunk("x".repeat(50_000) + "\nend\n", OutputFolder.temporary());

    String first = read(chunk, ",\"lines\":1");
    assertThat(first).startsWith("Lines 1 to 1 of 2; cut there, go on with offset=40000\nxxx");
    assertThat(read(chunk, ",\"offset\":40000"))
        .isEqualTo("Bytes 40000 to 50004 of 50005\n" + "x".repeat(10_000) + "\nend\n");
    assertThat(read(chunk, ",\"offset\":0,\"length\":60000"))
        .startsWith("Bytes 0 to 39999 of 50005; go on with offset=40000\n");
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    String chunk = chunk(lines(100), OutputFolder.temporary());

    assertThatThrownBy(() -> read("ffffff0", ""))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("no cut output with the chunk ID `ffffff0`");
    assertThatThrownBy(() -> read(chunk, ",\"line\":101"))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "read_output failed: line must be 1 to 100 and lines at least 1, not 101 and" + " 200");
    assertThatThrownBy(() -> read(chunk, ",\"offset\":-1"))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("read_output failed: offset must be 0 to 791");
  }

  @Test
  void outputThatWasShownWholeIsNotKept() throws Exception {
    String chunk = chunk("short\n", OutputFolder.in(folder));

    assertThat(files()).isEmpty();
    assertThatThrownBy(() -> read(chunk, "")).isInstanceOf(ToolException.class);
  }

  @Test
  void theFileIsForTheOwnerOnlyAndStaysInTheHostsFolder() throws Exception {
    chunk(lines(1000), OutputFolder.in(folder.resolve("new")));
    scope.close();

    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(file).hasContent(lines(1000));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theOldestOutputGoesWhenTheQuotaIsReached() throws Exception {
    Files.writeString(folder.resolve("codex-output-old.log"), "x".repeat(6_000));
    OutputFolder quota = OutputFolder.in(folder).maxBytes(8_000);
    String first = chunk(lines(500), quota);
    assertThat(read(first, ",\"line\":500,\"lines\":1")).endsWith("line 500\n");
    assertThat(files()).hasSize(1);

    String second = chunk(lines(600), quota);

    assertThat(read(second, ",\"line\":600,\"lines\":1")).endsWith("line 600\n");
    assertThat(files()).hasSize(1);
    assertThatThrownBy(() -> read(first, ""))
        .isInstanceOf(ToolException.class)
        .hasMessage("read_output failed: this part is not kept: newer output needed its room");
  }

  @Test
  void ofAnOutputBeyondTheQuotaTheBeginningIsKept() throws Exception {
    String chunk = chunk(lines(2_000), OutputFolder.in(folder).maxBytes(9_000));

    assertThat(read(chunk, ",\"line\":10,\"lines\":1")).endsWith("line 10\n");
    assertThatThrownBy(() -> read(chunk, ",\"line\":1999"))
        .isInstanceOf(ToolException.class)
        .hasMessage("read_output failed: this part is not kept: there is no room for more");
    assertThat(files().get(0)).hasSize(9_000);
  }

  @Test
  void aFolderThatCannotBeUsedCostsOnlyTheLaterReading() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    String chunk = chunk(lines(100), OutputFolder.in(file));

    assertThatThrownBy(() -> read(chunk, ""))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("read_output failed: this part is not kept: it could not be");
  }
}
