package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.codex.examples.demo.StandInServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/codex} records for fast starts is what a start then uses, on this JDK. */
class FastStartTest {

  private static final String START = """
      self=%s/codex-examples/bin/codex
      . "$(dirname -- "$self")/launch.sh"
      exec "$java" $flags "$shared" -Xlog:class+load:file=%s -cp "$classpath" \
        dev.codex.examples.cli.CodexMain exec --json --skip-git-repo-check \
        -s danger-full-access Hello
      """;

  @TempDir
  Path root;

  @BeforeEach
  void aBuildWithTheLauncherInIt() throws IOException {
    assumeThat(File.separator).as("the launcher is a shell script").isEqualTo("/");
    BuiltTree.in(root);
  }

  @Test
  void allOurClassesInATurnComeFromTheArchive() throws IOException, InterruptedException {
    Path log = root.resolve("classes.log");
    try (StandInServer server = StandInServer.create()) {
      Files.writeString(root.resolve("config.toml"), """
          model = "stand-in"
          model_provider = "stand-in"
          [model_providers.stand-in]
          base_url = "%s"
          """.formatted(server.baseUrl()));

      String shown = run(START.formatted(root, log));

      assertThat(shown).contains("turn.completed");
    }
    List<String> ours;
    try (Stream<String> lines = Files.lines(log)) {
      ours = lines.filter(line -> line.contains(" dev.codex.")).toList();
    }
    assertThat(ours).hasSizeGreaterThan(300);
    assertThat(ours.stream().filter(line -> !line.contains("shared objects file")))
        .as("classes that exec loads and the warm-up does not")
        .isEmpty();
  }

  private String run(String script) throws IOException, InterruptedException {
    Path shown = root.resolve("shown.log");
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script)
        .directory(root.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(shown.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CODEX_HOME", root.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(shown);
  }
}
