package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ModelException;
import dev.codex.internal.http.SseReader;
import dev.codex.item.AgentMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.UnknownItem;
import dev.codex.item.WebSearchCall;
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
            ItemDone.of(FunctionCall.of("fc_1", "c1", "run", "{}"), bytes(CALL)),
            ItemDone.of(new UnknownItem("novelty", NOVELTY), bytes(NOVELTY)),
            new ModelEvent.Completed(
                "r1",
                Usage.builder()
                    .inputTokens(100)
                    .cachedInputTokens(10)
                    .outputTokens(20)
                    .reasoningOutputTokens(5)
                    .build())));
  }

  /** An event that begins with its type is read in another way than one that ends with it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'item_id':'m1','delta':'plain'",
        "'delta':'','item_id':'m1'",
        "'item_id':'m1','output_index':0,'delta':'a','logprobs':[{'x':[1.5,null]}]",
        "'item_id':'m1','delta':'\\u0022 \\\\ \\/ \\b\\f\\n\\r\\t \\u00e9\\uD83D\\uDE00 é😀'",
        "'item_id':'m1','delta':'lone \\ud83d, \\udE00'",
        "'item_id':'m1','delta':'\u0001\t'",
        "'item_id':'m\\u0031','delta':'a'",
        "'item_id':'m1','item_id':'m2','delta':'a','delta':'b'",
        "'item_id':'m1','delt\\u0061':'a'",
        "'delta':'a'",
        "'item_id':7,'delta':'a'",
        "'item_id':'m1','delta':7",
        "'item_id':'m1','delta':{'a':1}",
        "'item_id':'m1','delta':'a','delta':null",
        "'item_id':'m1','delta':'a','summary_index':12,'content_index':3",
        "'item_id':'m1','delta':'a','summary_index':-1",
        "'item_id':'m1','delta':'a','content_index':'2'",
        "'item_id':'m1','delta':'a','content_index':null",
        "'item_id':'m1','delta':'a','x':01",
        "'item_id':'m1','delta':'a' 'x'",
        "'item_id':'m1','delta':'a\\x'",
      })
  void aDeltaIsTheSameWhereverItsTypeStands(String members) throws IOException {
    String json = members.replace('\'', '"');
    for (String type : List.of("output_text", "reasoning_summary_text", "reasoning_text")) {
      String typed = "\"type\":\"response." + type + ".delta\"";

      assertThat(read(lines("{" + typed + "," + json + "}", Samples.CREATED)))
          .isEqualTo(read(lines("{" + json + "," + typed + "}", Samples.CREATED)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output_item.done|'item':{'type':'function_call','id':'f','call_id':'c','name':'n',"
            + "'arguments':'{\\'a\\':\\'\\u00e9\\n\\'}'}",
        "output_item.done|'item':{'type':'function_call','call_id':'c','name':'n','arguments':7}",
        "output_item.done|'item':{'type':'message','role':'assistant','content':[{'type':"
            + "'output_text','text':'é'},7,{'type':'new','a': [ 1 ]}]}",
        "output_item.done|'item':{'type':'custom_tool_call','call_id':'c','name':'n',"
            + "'input':'a\tb'}",
        "output_item.done|'item':{'type':'web_search_call','id':'w',"
            + "'action':{'url':'u','query':'q'}}",
        "output_item.added|'output_index':0,'item':{'type':'function_call','id':'f','name':'n'}",
        "output_item.done|'item':null",
        "output_item.done|'item':7,'item':{'type':'reasoning','id':'r','summary':[]}",
        "created|'response':{'id':'r','usage':{'input_tokens':'many'}}",
        "created|'response':{'id':7}",
        "completed|'response':{'output':[{'id':'no'}],'id':'r','usage':{'input_tokens':5,"
            + "'input_tokens_details':{'cached_tokens':2,'cache_write_tokens':1},'output_tokens':7,"
            + "'output_tokens_details':{'reasoning_tokens':3},'total_tokens':12}}",
        "completed|'response':{'id':'r','usage':null}",
        "completed|'response':{'id':'r','usage':{'input_tokens':-5,'output_tokens_details':null}}",
        "completed|'response':{'id':'r','usage':{'input_tokens':'many'}}",
        "completed|'response':{'id':'r','usage':{'total_tokens':1.5}}",
        "completed|'response':{'id':'r','usage':{'input_tokens_details':{'cached_tokens':null}}}",
        "completed|'response':{'usage':{}}",
      })
  void everyOtherEventIsTheSameWhereverItsTypeStands(String event) throws IOException {
    String[] parts = event.replace('\'', '"').split("\\|", 2);
    String typed = "\"type\":\"response." + parts[0] + "\"";

    assertThat(outcome("{" + typed + "," + parts[1] + "}"))
        .isEqualTo(outcome("{" + parts[1] + "," + typed + "}"));
  }

  private static Object outcome(String event) throws IOException {
    try {
      return read(lines(event));
    } catch (ModelException e) {
      return e.failure();
    }
  }

  @Test
  void aTypeThatComesTwiceIsTheLastOne() throws IOException {
    assertThat(read(lines("{\"type\":\"response.output_text.delta\",\"item_id\":\"m1\","
            + "\"delta\":\"a\",\"type\":\"response.reasoning_text.delta\"}")))
        .containsExactly(new ModelEvent.ReasoningTextDelta("m1", 0, "a"));
  }

  @Test
  void deltasOfDifferentItemsKeepTheirItems() throws IOException {
    List<String> ids = List.of("m1", "m2", "m2", "m22", "m1", "é1", "é1", "m1");

    StringBuilder stream = new StringBuilder();
    for (String id : ids) {
      stream.append(lines(
          "{\"type\":\"response.output_text.delta\",\"item_id\":\"" + id + "\",\"delta\":\"a\"}"));
    }

    assertThat(read(stream.toString()))
        .isEqualTo(ids.stream().map(id -> new ModelEvent.TextDelta(id, "a")).toList());
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

  @Test
  void aSearchWithoutAnIdGetsOne() throws IOException {
    List<ModelEvent> events = read(lines("{\"type\":\"response.output_item.done\",\"item\":"
        + "{\"type\":\"web_search_call\",\"action\":{\"type\":\"search\",\"query\":\"q\"}}}"));

    ItemDone done = (ItemDone) events.get(0);
    assertThat(done.item()).isInstanceOfSatisfying(WebSearchCall.class, search -> {
      assertThat(search.id()).startsWith("ws_").hasSize(39);
      assertThat(new String(done.json(), StandardCharsets.UTF_8)).contains(search.id());
    });
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
