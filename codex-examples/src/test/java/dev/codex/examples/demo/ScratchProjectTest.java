package dev.codex.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScratchProjectTest {

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
  void itsTestFailsUntilTheSignIsTurned() throws Exception {
    assertThat(test()).isEqualTo("1 FAILED: expected 180 but was 220\n");

    Path program = project.resolve("Discount.java");
    Files.writeString(program, Files.readString(program).replace("price +", "price -"));

    assertThat(test()).isEqualTo("0 PASSED\n");
  }

  private String test() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of("sh", "test.sh"))
        .directory(project.toFile())
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }
}
