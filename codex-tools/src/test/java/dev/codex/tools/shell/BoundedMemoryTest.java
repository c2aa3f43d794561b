package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.tool.SessionScope;
import dev.codex.tool.ToolInvocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedMemoryTest {

  @TempDir
  Path directory;

  @Test
  void aHundredMegabytesOfOutputNeedFewOfHeap() throws Exception {
    Process jvm = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Printing.class.getName(),
            directory.toString()))
        .redirectErrorStream(true)
        .start();

    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("25000000", "Bytes 50000000 to 50000003 of 100000000\nyyyy");
    assertThat(jvm.exitValue()).isZero();
  }

  /** Runs in a JVM of its own. */
  static final class Printing {
    private Printing() {}

    public static void main(String[] arguments) throws Exception {
      PlainProcesses processes = new PlainProcesses();
      try (SessionScope scope = new SessionScope()) {
        ToolInvocation call = ToolInvocation.builder()
            .sessionId("session-1")
            .turnId("turn-1")
            .callId("call-1")
            .input(
                "{\"cmd\":\"head -c 100000000 /dev/zero | tr '\\\\0' y\",\"yield_time_ms\":30000,"
                    + "\"max_output_tokens\":10}")
            .workingDirectory(Path.of(arguments[0]))
            .commands(processes)
            .files(processes)
            .session(scope)
            .build();
        String answer = ExecCommandTool.builder().build().call(call).text();
        System.out.println(answer);
        String chunk = answer.substring(10, 16);
        System.out.println(ReadOutputTool.create()
            .call(call.toBuilder()
                .input("{\"chunk\":\"" + chunk + "\",\"line\":null,\"lines\":null,"
                    + "\"offset\":50000000,\"length\":4}")
                .build())
            .text());
      }
    }
  }
}
