package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.SandboxReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on a machine that confines commands; {@link NoMechanismTest} has the other kind. */
class DemoCommandTest {

  @TempDir
  private Path folder;

  @Test
  void theTestPassesInTheEndAndTheMechanismIsNamed() throws IOException, InterruptedException {
    SandboxReport report = PlatformSandbox.probe();
    Assumptions.assumeTrue(report.isConfining(), report.problem());
    Path said = folder.resolve("said");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        System.getProperty("java.class.path"),
        CodexMain.class.getName(),
        "demo");
    builder.environment().put("CODEX_HOME", folder.resolve("home").toString());
    Process process =
        builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(lines.toString()).isZero();
    assertThat(lines.get(0))
        .startsWith("Demo: a Java project with a failing test in the new folder " + temporary)
        .contains("Commands are confined by " + report.mechanism() + ": ")
        .doesNotContain("Nothing confines");
    assertThat(lines).anyMatch(line -> line.contains("FAILED"));
    assertThat(lines).anyMatch(line -> line.contains("PASSED"));
    try (Stream<Path> projects = Files.list(temporary)) {
      assertThat(projects).anyMatch(project -> Files.exists(project.resolve("test.sh")));
    }
  }
}
