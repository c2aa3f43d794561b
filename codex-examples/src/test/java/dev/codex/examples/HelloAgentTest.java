package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.examples.demo.ScratchProject;
import dev.codex.examples.demo.StandInServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the first example just as a reader would, but for who answers. */
class HelloAgentTest {

  private final Path project = ScratchProject.create();

  @AfterEach
  void remove() throws IOException {
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  @Timeout(60)
  void theHelloProgramWorksOnTheProjectInItsDirectory() throws Exception {
    try (StandInServer server = StandInServer.create()) {
      Process process = hello(server);
      process.getOutputStream().close();

      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(output)
          .contains("The test failed with \"FAILED: expected 180 but was 220\".")
          .endsWith("ran it again: PASSED.\n");
      assertThat(process.waitFor()).isZero();
    }
  }

  private Process hello(StandInServer server) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HelloAgent.class.getName())
        .directory(project.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OPENAI_API_KEY", "none");
    builder.environment().put("OPENAI_BASE_URL", server.baseUrl());
    return builder.start();
  }
}
