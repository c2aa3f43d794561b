package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.UserMessage;
import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutReaderTest {

  private static final String META =
      "{'ordinal':0,'type':'session_meta','payload':{'id':'S','cwd':'/w'}}";

  @Test
  void whatWasWrittenIsReadBack() {
    assertThat(read(SampleSession.bytes()))
        .isEqualTo(new Rollout(
            Optional.of(SampleSession.ID),
            Optional.of(SampleSession.FOLDER),
            Optional.of(Instant.parse("2026-11-25T03:21:51.305Z")),
            Optional.of("Be good."),
            SampleSession.history(),
            SampleSession.USAGE,
            15,
            true,
            Optional.of(new RecordedSettings(
                "gpt-5.5",
                "\"on-request\"",
                "{\"type\":\"workspace-write\",\"writable_roots\":[\"/home/ada/shop\"],"
                    + "\"network_access\":false,\"exclude_tmpdir_env_var\":false,"
                    + "\"exclude_slash_tmp\":false}")),
            Optional.empty(),
            List.of(),
            List.of()));
  }

  @Test
  void linesOfStrangersAreReadWithoutTheirPrivateMembers() {
    Rollout rollout = read(
        "\ufeff" + META,
        "{'timestamp':'t','ordinal':4,'type':'world_state','payload':{'full':true}}",
        "{ 'payload' : {'type':'message','role':'user','content':[{'type':'input_text',"
            + "'text':'a'}],'internal_chat_message_metadata_passthrough':{'turn_id':'x'}},"
            + "'metadata':{'history_sequence':2} , 'type' : 'response_item' }\r",
        "",
        "{'type':'response_item','payload':{'internal_chat_message_metadata_passthrough':{},"
            + "'type':'message','role':'user','content':[{'type':'input_text','text':'b'}]}}",
        "{'type':'response_item','payload':{'type':'ghost_snapshot','ghost_commit':{}}}",
        "{'type':'token_usage_record','payload':{'thread_token_usage':{'input_tokens':9,"
            + "'output_tokens':2}}}",
        "{'type':'event_msg','payload':{'type':'task_started','turn_id':'T'}}",
        "{'type':'from_the_future','payload':{}}");

    assertThat(rollout.history())
        .hasToString(
            json("[{'type':'message','role':'user','content':[{'type':'input_text','text':'a'}]},"
                + "{'type':'message','role':'user',"
                + "'content':[{'type':'input_text','text':'b'}]}]"));
    assertThat(rollout.usage()).isEqualTo(Usage.of(9, 2));
    assertThat(rollout.nextOrdinal()).isEqualTo(11);
    assertThat(rollout.openTurn()).contains("T");
    assertThat(rollout.hasContext()).isFalse();
    assertThat(rollout.notes()).isEmpty();
  }

  @Test
  void brokenLinesAreReportedAndTheRestIsUsed() {
    Rollout rollout = read(
        META,
        user("a"),
        user("b").substring(0, 30),
        "{'type':'response_item','payload':null}",
        "{'type':'response_item','payload':{'role':'user'}}",
        user("c"),
        "{'type':'response_item','payload':{'type':'function_call','call_id':'k'}}");

    assertThat(rollout.history().size()).isEqualTo(4);
    assertThat(rollout.history().toolOutput("k")).isEqualTo("aborted");
    assertThat(rollout.notes())
        .containsExactly(
            new RepairNote(3, "not JSON, left out: an early end at byte 30"),
            new RepairNote(4, "the line has no payload and was left out"),
            new RepairNote(5, "an item without a type was left out"),
            new RepairNote(7, "the call 'k' has no output"));
  }

  @Test
  void theNewestCompactionIsTheBase() {
    Rollout rollout = read(
        META,
        user("a"),
        compacted(user("x")),
        user("b"),
        compacted(user("y"), user("z")),
        user("c"));

    assertThat(texts(rollout.history())).containsExactly("y", "z", "c");
  }

  @Test
  void aCompactionWithoutItemsKeepsWhatTheUserSaid() {
    Rollout rollout = read(
        META,
        user("<environment_context>e</environment_context>"),
        user("a"),
        "{'type':'compacted','payload':{'message':'summary'}}",
        user("b"));

    assertThat(texts(rollout.history())).containsExactly("a", "summary", "b");
  }

  @Test
  void aRollbackTakesTurnsAwayAndTheCompactionsInThem() {
    String context = user("<environment_context>e</environment_context>");

    assertThat(texts(
            read(META, context, user("a"), context, user("b"), rollBack(1)).history()))
        .containsExactly("<environment_context>e</environment_context>", "a");
    assertThat(texts(read(META, user("a"), user("b"), compacted(user("x")), rollBack(1), user("c"))
            .history()))
        .containsExactly("a", "c");
    assertThat(texts(read(META, user("a"), rollBack(9), user("c")).history())).containsExactly("c");
  }

  @Test
  void aForkKeepsItsOwnIdentity() {
    Rollout rollout =
        read(META, "{'type':'session_meta','payload':{'id':'PARENT','cwd':'/p'}}", user("a"));

    assertThat(rollout.id()).contains("S");
    assertThat(texts(rollout.history())).containsExactly("a");
  }

  private static String user(String text) {
    return "{'type':'response_item','payload':{'type':'message','role':'user','content':"
        + "[{'type':'input_text','text':'" + text + "'}]}}";
  }

  private static String compacted(String... lines) {
    List<String> items = new ArrayList<>();
    for (String line : lines) {
      items.add(line.substring(line.indexOf("{'type':'message'"), line.length() - 1));
    }
    return "{'type':'compacted','payload':{'message':'m','replacement_history':["
        + String.join(",", items) + "]}}";
  }

  private static String rollBack(int turns) {
    return "{'type':'event_msg','payload':{'type':'thread_rolled_back','num_turns':" + turns + "}}";
  }

  private static List<String> texts(ModelInput input) {
    return input.items().stream().map(item -> ((UserMessage) item).text()).toList();
  }

  private static Rollout read(String... lines) {
    return read(Arrays.stream(lines).map(line -> json(line).getBytes(UTF_8)).toList());
  }

  private static Rollout read(List<byte[]> lines) {
    return RolloutReader.read(new LinesLog(lines));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
