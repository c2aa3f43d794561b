package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.AgentMessage;
import dev.codex.item.Content;
import dev.codex.item.UnknownItem;
import dev.codex.model.ItemDone;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an answer's items is sent back; looked at in what Codex 0.169 sends. */
class ReceivedItemTest {

  private final ReceivedItem items =
      new ReceivedItem(new ItemIds(Samples.still(new ArrayList<>())));

  private ItemDone done(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Objects.requireNonNull(items.done(bytes, 0, bytes.length));
  }

  private String sent(String json) {
    return new String(done(json).json(), StandardCharsets.UTF_8);
  }

  @Test
  void aMessageKeepsItsPhaseItsStatusAndWhatItCites() {
    String message = "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
        + "\"content\":[{\"type\":\"output_text\","
        + "\"text\":\"a\\nb\",\"annotations\":[{\"type\":\"url_citation\","
        + "\"url\":\"http://x\"}],"
        + "\"logprobs\":[{\"p\":-0.00001234567890123456789,\"q\":1E+400}]}],"
        + "\"status\":\"completed\",\"phase\":\"commentary\"}";

    assertThat(sent(message)).isEqualTo(message);
  }

  @Test
  void whatAServerAddsToAMessageDoesNotGoBack() {
    assertThat(
            sent("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"end_turn\":true,"
                + "\"phase\":null,\"status\":null,\"extra\":{\"a\":[1]},\"content\":[{\"type\":"
                + "\"output_text\",\"text\":\"a\",\"extra\":[2],\"logprobs\":null}]}"))
        .isEqualTo("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
            + "\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}");
  }

  @Test
  void theOrderOfFieldsDoesNotMatter() {
    assertThat(sent(
            "{\"phase\":\"commentary\",\"content\":[{\"extra\":1,\"annotations\":null,\n\"text\":"
                + "\"a\",\"logprobs\":[\n],\"type\":\"output_text\"}],"
                + "\"role\":\"assistant\",\"id\":"
                + "\"msg_1\",\"type\":\"message\"}"))
        .isEqualTo("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":["
            + "{\"type\":\"output_text\",\"text\":\"a\",\"logprobs\":[]}],"
            + "\"phase\":\"commentary\"}");
  }

  @Test
  void whatUsersAndDevelopersSayIsInput() {
    for (String role : List.of("user", "developer")) {
      assertThat(sent("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"" + role
              + "\",\"content\":\"a\"}"))
          .isEqualTo("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"" + role
              + "\",\"content\":[{\"type\":\"input_text\",\"text\":\"a\"}]}");
    }
  }

  @Test
  void whatCannotBeCopiedIsNoReasonToFail() {
    String digits = "1".repeat(1_200);

    assertThat(sent("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"x\":" + digits
            + ",\"content\":[{\"type\":\"output_text\",\"text\":\"a\",\"annotations\":[" + digits
            + "]}]}"))
        .isEqualTo("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":["
            + "{\"type\":\"output_text\",\"text\":\"a\"}]}");
  }

  @Test
  void itemsOfUnknownKindsKeepAnIdThatMayGoBack() {
    assertThat(sent("{\"type\":\"novelty\",\t\"id\":\"n_1\",\n\"a\":[1]}"))
        .isEqualTo("{\"type\":\"novelty\",\"id\":\"n_1\",\"a\":[1]}");
    assertThat(sent("{\"type\":\"novelty\", \"id\":\"n_1\"}"))
        .isEqualTo("{\"type\":\"novelty\", \"id\":\"n_1\"}");
    assertThat(sent("{\"id\":\"n1\",\"type\":\"novelty\",\"a\":{\"id\":\"n1\"}}"))
        .isEqualTo("{\"type\":\"novelty\",\"a\":{\"id\":\"n1\"}}");
  }

  @Test
  void partsOfOtherKindsGoBackAsTheyCame() {
    String message = "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":["
        + "{\"type\":\"refusal\",\"refusal\":\"no\"},{\"type\":\"novelty\","
        + "\"text\":{\"a\":[1,null]}}]}";

    assertThat(sent(message)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\" | [{\"type\":\"output_text\",\"text\":\"a\"}]",
        "[{\"type\":\"text\",\"text\":\"a\"}] | [{\"type\":\"output_text\",\"text\":\"a\"}]",
        "[\"a\",1,null] | []",
        "[{\"type\":\"output_text\",\"text\":null}] | [{\"type\":\"output_text\",\"text\":\"\"}]",
        "null | []",
        "{\"a\":1} | []"
      })
  void contentOfOtherServersIsMadeOneThatEveryServerTakes(String content, String expected) {
    assertThat(sent("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":"
            + content + "}"))
        .isEqualTo("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":"
            + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m1", "abc_", "_x", "_", "msg"})
  void anIdThatNoServerOfItsOwnWouldMakeStaysWithTheEventsOnly(String id) {
    ItemDone message = done(
        "{\"type\":\"message\",\"id\":\"" + id + "\",\"role\":\"assistant\",\"content\":\"a\"}");
    ItemDone reasoning = done("{\"type\":\"reasoning\",\"id\":\"" + id
        + "\",\"summary\":[],\"encrypted_content\":\"E\"}");
    ItemDone call = done("{\"type\":\"function_call\",\"id\":\"" + id
        + "\",\"call_id\":\"c\",\"name\":\"run\",\"arguments\":\"{}\",\"novelty\":1}");
    ItemDone unknown = done("{\"type\":\"novelty\",\"id\":\"" + id + "\",\"a\":1}");

    assertThat(message.item()).isEqualTo(new AgentMessage(id, List.of(Content.text("a"))));
    for (ItemDone item : List.of(message, reasoning, call)) {
      assertThat(item.item().id()).isEqualTo(id);
      assertThat(new String(item.json(), StandardCharsets.UTF_8)).doesNotContain("\"id\"");
    }
    assertThat(new String(call.json(), StandardCharsets.UTF_8))
        .isEqualTo("{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"run\","
            + "\"arguments\":\"{}\",\"novelty\":1}");
    assertThat(unknown.item()).isInstanceOf(UnknownItem.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m_1", "msg-1_2", "rs_0_1"})
  void otherIdsGoBack(String id) {
    String sent = sent(
        "{\"type\":\"message\",\"id\":\"" + id + "\",\"role\":\"assistant\",\"content\":\"a\"}");

    assertThat(sent).startsWith("{\"type\":\"message\",\"id\":\"" + id + "\",");
  }
}
