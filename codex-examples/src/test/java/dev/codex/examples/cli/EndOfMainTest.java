package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.model.openai.OpenAi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** No thread of the library may keep a JVM alive whose main method is over. */
class EndOfMainTest {

  @Test
  void theJvmEndsSoonAfterMain() throws IOException, InterruptedException {
    try (RecordingServer server = RecordingServer.saying("hello")) {
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Program.class.getName(),
              server.baseUrl())
          .redirectErrorStream(true)
          .start();
      try (BufferedReader out = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("hello");
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Agent agent = Agent.builder()
          .model(OpenAi.builder().baseUrl(arguments[0]).apiKey("none").build().model("gpt-5.5"))
          .build();
      System.out.println(agent.run("hi"));
    }
  }
}
