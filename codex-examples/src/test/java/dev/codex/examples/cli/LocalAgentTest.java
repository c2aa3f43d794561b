package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.Agent;
import dev.codex.examples.demo.StandInServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAgentTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @TempDir
  private Path folder;

  @Test
  void usesTheServerThatIsNamedAndSaysNothing() {
    try (StandInServer server = StandInServer.create()) {
      Agent agent = with(Map.of("CODEX_BASE_URL", server.baseUrl())).agent(folder);

      assertThat(agent.run("Hello").finalMessage()).startsWith("(This is the stand-in");
      assertThat(shown.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  @Test
  void refusesAWorkspaceThatDoesNotExist() {
    assertThatThrownBy(() -> with(Map.of()).agent(folder.resolve("missing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The workspace " + folder.resolve("missing") + " does not exist.");
  }

  private LocalAgent with(Map<String, String> variables) {
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    Map<String, String> all = new HashMap<>(variables);
    all.put("CODEX_HOME", folder.toString());
    return new LocalAgent(new Surroundings(
        all, folder, InputStream.nullInputStream(), StandardInput.Kind.PIPE, out, out));
  }
}
