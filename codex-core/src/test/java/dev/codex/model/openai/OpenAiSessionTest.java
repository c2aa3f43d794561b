package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.error.TurnFailedException;
import dev.codex.model.Model;
import dev.codex.testing.cassette.Cassette;
import dev.codex.testing.cassette.ReplayingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpenAiSessionTest {

  private static final String KEY = "sk-session-secret-0123456789";

  @TempDir
  Path folder;

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void bothLayersOfRetriesMultiply() {
    server.otherwise(LoopbackServer.status(500, "", ""));
    OpenAi openAi = Samples.openAi(server).requestRetries(2).streamRetries(2).build();

    try (Session session = agent(openAi.model("gpt-5.5")).startSession()) {
      assertThatThrownBy(() -> session.run("hi"))
          .isInstanceOf(TurnFailedException.class)
          .hasMessageContaining("high demand");
    }
    assertThat(server.requestsWaiting()).isEqualTo(9);
  }

  @Test
  void aRecordedSessionIsReplayedWithoutTheServer() throws IOException {
    server
        .enqueue(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED))
        .enqueue(LoopbackServer.events(
            Samples.CREATED, Samples.MESSAGE.replace("hello", "bye"), Samples.COMPLETED));
    Path file = folder.resolve("tape.jsonl");
    Cassette cassette = Cassette.in(file);
    String recorded =
        talk(cassette.recording(Samples.openAi(server).apiKey(KEY).build().model("gpt-5.5")));
    server.close();

    ReplayingModel replaying = cassette.replaying();

    assertThat(talk(replaying)).isEqualTo(recorded);
    replaying.assertDrained();
    assertThat(Files.readString(file)).doesNotContain(KEY);
    assertThat(recorded).contains("hello").contains("bye");
  }

  private String talk(Model model) {
    StringBuilder log = new StringBuilder();
    try (Session session = agent(model).startSession()) {
      for (String text : new String[] {"Say hello.", "Say bye."}) {
        session.start(text).forEach(event -> log.append(event).append('\n'));
      }
      return log.toString()
          .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "<id>")
          .replaceAll("PT[0-9.]+S", "<time>")
          .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<instant>");
    }
  }

  private Agent agent(Model model) {
    return Agent.builder().model(model).workspace(folder).build();
  }
}
