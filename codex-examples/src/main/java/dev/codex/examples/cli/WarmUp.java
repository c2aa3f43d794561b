package dev.codex.examples.cli;

import dev.codex.examples.demo.StandInServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does once, and shows nobody, what a run does, so that the JVM can write down which classes it
 * needed and start faster from then on.
 */
final class WarmUp {

  private static final String KEY = "CODEX_WARM_UP_KEY";

  private final Surroundings surroundings;

  WarmUp(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns the exit code. */
  int run() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (StandInServer server = StandInServer.create();
        PrintStream nowhere = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
      Path folder = Files.createTempDirectory("codex-warm-up-");
      try {
        Surroundings quiet = quiet(folder, nowhere);
        Files.writeString(folder.resolve("config.toml"), config(server.baseUrl()));
        exec(quiet, "--json", "-c", "model_reasoning_effort=\"low\"", "Begin");
        exec(quiet, "-s", "danger-full-access", "resume", "--last", "Go on");
        int code = new DemoCommand(quiet, true).run();
        Files.writeString(
            folder.resolve("config.toml"), config(server.baseUrl().replace("http://", "https://")));
        exec(quiet, "--json", "-s", "danger-full-access", "Greet a server that knows no TLS");
        return code;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes of it does not matter: whatever it took to get there is recorded. */
  private static void exec(Surroundings quiet, String... words) {
    List<String> arguments = new ArrayList<>(List.of("exec", "--skip-git-repo-check"));
    arguments.addAll(List.of(words));
    new CodexMain(quiet).run(arguments);
  }

  private Surroundings quiet(Path folder, PrintStream nowhere) {
    return new Surroundings(
        Map.of(
            "CODEX_HOME",
            folder.toString(),
            KEY,
            "warm-up",
            "PATH",
            surroundings.variable("PATH").orElse("/usr/bin:/bin")),
        folder,
        new ByteArrayInputStream(new byte[0]),
        StandardInput.Kind.PIPE,
        nowhere,
        nowhere);
  }

  private static String config(String baseUrl) {
    return """
    model = "stand-in"
    model_provider = "stand-in"
    [model_providers.stand-in]
    base_url = "%s"
    env_key = "%s"
    http_headers = { X-Warm-Up = "1" }
    request_max_retries = 0
    stream_max_retries = 0
    stream_idle_timeout_ms = 2000
    """.formatted(baseUrl, KEY);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
