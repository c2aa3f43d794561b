package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.internal.http.SseReader;
import dev.codex.item.AgentMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.UnknownItem;
import dev.codex.model.ItemDone;
import dev.codex.model.ModelEvent;
import dev.codex.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {

  private static final String CALL = "{\"type\":\"function_call\",\"id\":\"fc_1\","
      + "\"call_id\":\"c1\",\"name\":\"run\",\"arguments\":\"{}\"}";
  private static final String NOVELTY = "{\"type\":\"novelty\",\"x\":1e3}";

  @Test
  void everyEventIsUnderstood() throws IOException {
    assertThat(read(lines(
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}",
            "{\"type\":\"response.in_progress\",\"response\":{\"id\":\"r1\"}}",
            "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\","
                + "\"role\":\"assistant\",\"id\":\"m1\",\"content\":[]}}",
            "{\"type\":\"response.output_text.delta\",\"item_id\":\"m1\",\"delta\":\"hé\"}",
            "{\"type\":\"response.reasoning_summary_part.added\",\"summary_index\":2}",
            "{\"delta\":\"why\",\"summary_index\":2,\"item_id\":\"t1\","
                + "\"type\":\"response.reasoning_summary_text.delta\"}",
            "{\"type\":\"response.reasoning_text.delta\",\"item_id\":\"t1\","
                + "\"content_index\":1,\"delta\":\"raw\"}",
            "{\"item\":" + CALL + ",\"type\":\"response.output_item.done\"}",
            "{\"type\":\"response.output_item.done\",\"item\":" + NOVELTY + "}",
            Samples.COMPLETED)))
        .isEqualTo(List.of(
            new ModelEvent.Created("r1"),
            new ModelEvent.ItemStarted(new AgentMessage("m1", List.of())),
            new ModelEvent.TextDelta("m1", "hé"),
            new ModelEvent.ReasoningSummaryDelta("t1", 2, "why"),
            new ModelEvent.ReasoningTextDelta("t1", 1, "raw"),
            ItemDone.of(new FunctionCall("fc_1", "c1", "", "run", "{}"), bytes(CALL)),
            ItemDone.of(new UnknownItem("novelty", NOVELTY), bytes(NOVELTY)),
            new ModelEvent.Completed("r1", new Usage(100, 10, 0, 20, 5))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[DONE]",
        "null",
        "42",
        "[]",
        "{}",
        "{\"type\":null}",
        "{\"type\":7}",
        "{\"type\":\"response.output_text.delta\"",
        "{\"type\":\"response.output_text.delta\"}",
        "{\"type\":\"response.output_text.delta\",\"delta\":null}",
        "{\"type\":\"response.output_item.done\"}",
        "{\"type\":\"response.output_item.done\",\"item\":null}",
        "{\"type\":\"response.output_item.done\",\"item\":{}}",
        "{\"type\":\"response.created\"}",
        "{\"type\":\"response.failed\"}",
        "{\"type\":\"response.completed\",\"response\":null}",
        "{\"type\":\"response.novelty\",\"response\":{\"id\":\"r1\"}}"
      })
  void whatSaysNothingIsPassedOver(String data) throws IOException {
    assertThat(read("data: " + data + "\r\n\r\n" + lines(Samples.CREATED)))
        .containsExactly(new ModelEvent.Created("r1"));
  }

  private static String lines(String... data) {
    return "data: " + String.join("\n\n: comment\n\nevent: other\ndata: ", data) + "\n\n";
  }

  private static List<ModelEvent> read(String stream) throws IOException {
    SseReader reader = new SseReader(new Buffer().writeUtf8(stream), Duration.ofMinutes(5));
    EventDecoder decoder =
        new EventDecoder(new ReceivedItem(new ItemIds(Samples.still(new ArrayList<>()))));
    List<ModelEvent> events = new ArrayList<>();
    while (reader.next()) {
      ModelEvent event = decoder.decode(reader.buffer(), reader.offset(), reader.length());
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
