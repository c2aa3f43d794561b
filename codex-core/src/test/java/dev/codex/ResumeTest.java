package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import dev.codex.error.SessionNotFoundException;
import dev.codex.event.Notice;
import dev.codex.item.AgentMessage;
import dev.codex.item.Content;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.session.JsonlSessionStore;
import dev.codex.testing.FakeClock;
import dev.codex.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResumeTest {

  private static final String UNKNOWN = "01900000-0000-7000-8000-000000000000";

  @TempDir
  Path home;

  private final ScriptedModel model = new ScriptedModel();

  private Agent agent() {
    return Agent.builder()
        .model(model)
        .instructions("You test.")
        .workspace(Path.of("/repo"))
        .addTool(TestTool.echo("tool"))
        .sessionStore(JsonlSessionStore.in(home, ZoneOffset.UTC))
        .clock(FakeClock.at(Instant.parse("2026-11-25T10:00:00Z")))
        .build();
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  /** The lines without ids and checksums, which differ each time. */
  private List<String> lines() throws IOException {
    return Files.readAllLines(file()).stream()
        .map(line -> line.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID"))
        .map(line -> line.replaceAll("\"crc32c\":\"[0-9a-f]{8}\"", "\"crc32c\":\"CRC\""))
        .map(line -> line.replace("{\"timestamp\":\"2026-11-25T10:00:00.000Z\",", "{"))
        .map(line -> line.replaceAll("<environment_context>.*</environment_context>", "ENV"))
        .map(line -> line.replaceAll("<permissions instr.*</permissions instructions>", "PERM"))
        .toList();
  }

  @Test
  void theWholeTurnIsWrittenInCodexsFormat() throws IOException {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent().run("Do it");

    String usage = "\"input_tokens\":%d,\"cached_input_tokens\":0,\"cache_write_input_tokens\":0,"
        + "\"output_tokens\":%d,\"reasoning_output_tokens\":0,\"total_tokens\":%d}";
    assertThat(lines())
        .containsExactly(
            line(
                0,
                "session_meta",
                "{\"id\":\"ID\",\"session_id\":\"ID\",\"timestamp\":\"2026-11-25T10:00:00.000Z\","
                    + "\"cwd\":\"/repo\",\"originator\":\"codex_java\",\"cli_version\":\"0.1.0\","
                    + "\"source\":\"exec\",\"model_provider\":\"custom\","
                    + "\"base_instructions\":{\"text\":\"You test.\"}}"),
            line(
                1,
                "event_msg",
                "{\"type\":\"task_started\",\"turn_id\":\"ID\",\"started_at\":1795600800,"
                    + "\"model_context_window\":null,\"collaboration_mode_kind\":\"default\"}"),
            line(
                2,
                "turn_context",
                "{\"turn_id\":\"ID\",\"cwd\":\"/repo\",\"approval_policy\":\"on-request\","
                    + "\"sandbox_policy\":{\"type\":\"read-only\"},\"model\":\"scripted\","
                    + "\"summary\":\"auto\"}"),
            line(
                3,
                "response_item",
                "{\"type\":\"message\",\"id\":\"msg_ID\",\"role\":\"developer\","
                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"PERM\"}]}"),
            line(
                4,
                "response_item",
                "{\"type\":\"message\",\"id\":\"msg_ID\",\"role\":\"user\","
                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"ENV\"}]}"),
            line(
                5,
                "response_item",
                "{\"type\":\"message\",\"id\":\"msg_ID\",\"role\":\"user\","
                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"Do it\"}]}"),
            line(
                6,
                "event_msg",
                "{\"type\":\"user_message\",\"message\":\"Do it\",\"images\":[],"
                    + "\"local_images\":[],\"text_elements\":[]}"),
            line(
                7,
                "response_item",
                "{\"type\":\"function_call\",\"id\":\"item-1\",\"name\":\"tool\","
                    + "\"arguments\":\"{}\",\"call_id\":\"call-1\"}"),
            line(
                8,
                "event_msg",
                "{\"type\":\"token_count\",\"info\":{\"total_token_usage\":{"
                    + usage.formatted(10, 5, 15)
                    + ",\"last_token_usage\":{"
                    + usage.formatted(10, 5, 15)
                    + ",\"model_context_window\":null},\"rate_limits\":null}"),
            line(
                9,
                "response_item",
                "{\"type\":\"function_call_output\",\"id\":\"fco_ID\",\"call_id\":\"call-1\","
                    + "\"output\":\"echo {}\"}"),
            line(
                10,
                "response_item",
                "{\"type\":\"message\",\"id\":\"message-1\",\"role\":\"assistant\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"Done.\"}]}"),
            line(
                11,
                "event_msg",
                "{\"type\":\"token_count\",\"info\":{\"total_token_usage\":{"
                    + usage.formatted(20, 10, 30)
                    + ",\"last_token_usage\":{"
                    + usage.formatted(10, 5, 15)
                    + ",\"model_context_window\":null},\"rate_limits\":null}"),
            line(
                12,
                "event_msg",
                "{\"type\":\"task_complete\",\"turn_id\":\"ID\","
                    + "\"last_agent_message\":\"Done.\"}"));
  }

  private static String line(int ordinal, String type, String payload) {
    return "{\"ordinal\":" + ordinal + ",\"type\":\"" + type + "\",\"payload\":" + payload
        + ",\"crc32c\":\"CRC\"}";
  }

  @Test
  void aResumedSessionSendsEverythingThatWasSaidBefore() {
    model.enqueueMessage("One.").enqueueMessage("Two.");
    String id;
    List<ModelItem> before;
    try (Session session = agent().startSession()) {
      session.run("First");
      id = session.id();
      before = List.copyOf(session.history());
    }

    try (Session session = agent().resumeSession(id)) {
      assertThat(session.history()).isEqualTo(before);
      assertThat(session.workingDirectory()).isEqualTo(Path.of("/repo"));
      session.run("Second");
      assertThat(session.usage()).isEqualTo(Usage.of(20, 10));
    }

    List<ModelItem> input = model.requests().get(1).input();
    assertThat(input.subList(0, before.size())).isEqualTo(before);
    assertThat(input).hasSize(before.size() + 1);
  }

  @Test
  void aResumedSessionKeepsItsInstructionsUnlessTheHostGivesOthers() {
    model.enqueueMessage("One.").enqueueMessage("Two.").enqueueMessage("Three.");
    String id;
    try (Session session = agent().startSession()) {
      session.run("First");
      id = session.id();
    }

    JsonlSessionStore store = JsonlSessionStore.in(home, ZoneOffset.UTC);
    AgentBuilder plain = Agent.builder().model(model).sessionStore(store);
    try (Session session = plain.build().resumeSession(id)) {
      session.run("Second");
    }
    try (Session session = plain.instructions("You review.").build().resumeSession(id)) {
      session.run("Third");
    }

    assertThat(model.requests())
        .extracting(request -> request.request().instructions())
        .containsExactly("You test.", "You test.", "You review.");
  }

  @Test
  void aSessionThatIsResumedUnderOtherRulesTellsTheModelOnce() {
    model.enqueueMessage("One.").enqueueMessage("Two.").enqueueMessage("Three.");
    String id;
    try (Session session = agent().startSession()) {
      session.run("First");
      id = session.id();
    }

    Agent strict = agent().newBuilder().approvalPolicy(ApprovalPolicy.NEVER).build();
    for (String prompt : List.of("Second", "Third")) {
      try (Session session = strict.resumeSession(id)) {
        session.run(prompt);
      }
    }

    assertThat(model.requests().get(2).input())
        .extracting(ResumeTest::kind)
        .containsExactly(
            "on-request",
            "environment",
            "First",
            "One.",
            "never",
            "environment",
            "Second",
            "Two.",
            "Third");
  }

  private static String kind(ModelItem item) {
    if (item instanceof DeveloperMessage rules) {
      String text = Content.textOf(rules.content());
      return text.replaceAll("(?s).*Approval policy is `(.*?)`.*", "$1");
    }
    if (item instanceof UserMessage message) {
      return message.text().replaceAll("(?s)<environment_context>.*", "environment");
    }
    return ((AgentMessage) item).text();
  }

  @Test
  void aTornTranscriptIsResumedAndReported() throws IOException {
    model.enqueueMessage("One.").enqueueMessage("Two.");
    String id;
    try (Session session = agent().startSession()) {
      session.run("First");
      id = session.id();
    }
    Files.writeString(file(), "{\"timestamp\":\"2026", StandardOpenOption.APPEND);

    try (Session session = agent().resumeSession(id)) {
      Turn turn = session.start("Second");

      assertThat(turn.await().finalMessage()).isEqualTo("Two.");
      assertThat(turn)
          .filteredOn(Notice.class::isInstance)
          .singleElement()
          .satisfies(notice ->
              assertThat(((Notice) notice).message()).startsWith("Transcript line 11: not JSON"));
    }
  }

  @Test
  void whatCannotBeResumedSaysWhatToDo() {
    assertThatThrownBy(() -> agent().resumeSession(UNKNOWN))
        .isInstanceOf(SessionNotFoundException.class)
        .hasMessageContaining(UNKNOWN);
    assertThatThrownBy(() -> Agent.builder().model(model).build().resumeSession(UNKNOWN))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sessionStore");
  }
}
