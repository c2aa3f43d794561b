package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.FunctionCallOutput;
import dev.codex.model.ItemDone;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelSettings;
import dev.codex.model.OutputSchema;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsTest {

  private static final String INSTRUCTIONS =
      "{\"type\":\"message\",\"id\":\"" + ItemIds.stable("msg_", "Be good.")
          + "\",\"role\":\"developer\","
          + "\"content\":[{\"type\":\"input_text\",\"text\":\"Be good.\"}]}";
  private static final String HI = "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"user\","
      + "\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]}";
  private static final String TURN = "{\"session_id\":\"session-1\",\"thread_id\":\"session-1\","
      + "\"turn_id\":\"turn-1\",\"window_id\":\"session-1:0\",\"request_kind\":\"turn\","
      + "\"root_turn_id\":\"turn-1\",\"model\":\"gpt-5.5\",\"reasoning_effort\":\"medium\"}";
  private static final String METADATA = "{\"session_id\":\"session-1\","
      + "\"thread_id\":\"session-1\",\"turn_id\":\"turn-1\",\"root_turn_id\":\"turn-1\","
      + "\"x-codex-window-id\":\"session-1:0\",\"x-codex-turn-metadata\":\""
      + TURN.replace("\"", "\\\"") + "\"}";

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start().otherwise(LoopbackServer.events(Samples.COMPLETED));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void theBodyHasTheFieldsOfCodexInItsOrder() throws Exception {
    ModelRequest request = Samples.request().toBuilder()
        .addTools(
            ToolSpec.function("run", "Runs.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT),
            new ToolSpec.Freeform("patch", "Patches.", "lark", "start: \"x\""),
            new ToolSpec.Hosted("web_search", "{\"type\":\"web_search\"}"))
        .build();

    Samples.ask(Samples.openAi(server).build().model("gpt-5.5"), request);

    assertThat(server.takeRequest().body())
        .isEqualTo("{\"model\":\"gpt-5.5\",\"stream\":true,"
            + "\"input\":[" + INSTRUCTIONS + "," + HI + "],\"tools\":["
            + "{\"type\":\"function\",\"name\":\"run\",\"description\":\"Runs.\",\"strict\":false,"
            + "\"parameters\":{\"type\":\"object\"}},"
            + "{\"type\":\"custom\",\"name\":\"patch\",\"description\":\"Patches.\",\"format\":{"
            + "\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start: \\\"x\\\"\"}},"
            + "{\"type\":\"web_search\"}],\"tool_choice\":\"auto\",\"parallel_tool_calls\":true,"
            + "\"reasoning\":{\"effort\":\"medium\"},\"store\":false,"
            + "\"include\":[\"reasoning.encrypted_content\"],\"prompt_cache_key\":\"session-1\","
            + "\"text\":{\"verbosity\":\"low\"},\"client_metadata\":" + METADATA + "}");
  }

  @Test
  void settingsAndTheShapeOfTheAnswerAreSent() throws Exception {
    ModelSettings settings = ModelSettings.builder()
        .reasoningEffort("high")
        .reasoningSummary("auto")
        .serviceTier("fast")
        .verbosity("high")
        .build();
    ModelRequest request = Samples.request().toBuilder()
        .outputSchema(OutputSchema.of("{\"type\":\"object\"}"))
        .build();

    Samples.ask(Samples.openAi(server).build().model("gpt-5.5", settings), request);

    assertThat(server.takeRequest().body())
        .contains("\"stream\":true,\"service_tier\":\"priority\",\"input\":[")
        .contains("\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"}")
        .contains("\"text\":{\"verbosity\":\"high\",\"format\":{\"type\":\"json_schema\","
            + "\"strict\":true,\"schema\":{\"type\":\"object\"},"
            + "\"name\":\"codex_output_schema\"}}");
  }

  @Test
  void theHeadersSayWhoAsks() throws Exception {
    Samples.ask(Samples.openAi(server).userAgent("me/1").build().model("gpt-5.5"));

    LoopbackServer.Request request = server.takeRequest();
    request.headers().keySet().removeAll(List.of("host", "content-length", "connection"));
    assertThat(request.line()).isEqualTo("POST /v1/responses HTTP/1.1");
    assertThat(request.headers())
        .isEqualTo(Map.ofEntries(
            Map.entry("accept", "text/event-stream"),
            Map.entry("accept-encoding", "identity"),
            Map.entry("authorization", "Bearer sk-test"),
            Map.entry("content-type", "application/json"),
            Map.entry("originator", "codex_java"),
            Map.entry("session-id", "session-1"),
            Map.entry("thread-id", "session-1"),
            Map.entry("user-agent", "me/1"),
            Map.entry("x-client-request-id", "session-1"),
            Map.entry("x-codex-turn-metadata", TURN),
            Map.entry("x-codex-window-id", "session-1:0")));
  }

  @Test
  void whatTheServerSentComesBackByteForByteBehindTheSameStart() throws Exception {
    String call = "{ \"type\":\"function_call\", \"id\":\"fc_1\", \"call_id\":\"c1\","
        + " \"name\":\"run\", \"arguments\":\"{}\", \"novelty\":[1.50] }";
    server.enqueue(LoopbackServer.events(
        "{\"type\":\"response.output_item.done\",\"item\":" + call + "}", Samples.COMPLETED));
    OpenAi openAi = Samples.openAi(server).build();

    List<ModelEvent> events = Samples.ask(openAi.model("gpt-5.5"));
    ModelInput input = Samples.request()
        .input()
        .plusJson(((ItemDone) events.get(0)).json())
        .plus(FunctionCallOutput.of("fco_1", "c1", "ok"));
    Samples.ask(
        openAi.model("gpt-5.5"), Samples.request().toBuilder().input(input).build());

    String first = server.takeRequest().body();
    String second = server.takeRequest().body();
    String shared = first.substring(0, first.indexOf("],\"tools\""));
    assertThat(second).startsWith(shared + "," + call + ",{\"type\":\"function_call_output\"");
    assertThat(second).endsWith(first.substring(shared.length()));
  }

  @Test
  void turnStateIsEchoedWithinItsTurnOnly() throws Exception {
    server.enqueue((request, out) -> out.write(
        LoopbackServer.bytes("HTTP/1.1 200 OK\r\nx-codex-turn-state: sticky\r\ncontent-length: "
            + ("data: " + Samples.COMPLETED + "\n\n").length() + "\r\n\r\ndata: "
            + Samples.COMPLETED + "\n\n")));
    Model model = Samples.openAi(server).build().model("gpt-5.5");

    Samples.ask(model);
    Samples.ask(model);
    Samples.ask(model, Samples.request().toBuilder().turnId("turn-2").build());

    List<String> states = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      states.add(server.takeRequest().headers().getOrDefault("x-codex-turn-state", "none"));
    }
    assertThat(states).containsExactly("none", "sticky", "none");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void whatIsKeptOfATurnIsSentInNoOther() throws Exception {
    Model model = Samples.openAi(server).build().model("gpt-5.5");
    ModelRequest first = Samples.request();
    List<ModelRequest> requests = List.of(
        first,
        first.toBuilder().turnId("turn-2").build(),
        first.toBuilder().sessionId("session-2").build(),
        first.toBuilder().putMetadata("root_turn_id", "turn-0").build(),
        first.toBuilder().outputSchema(OutputSchema.of("{}")).build());

    List<String> fresh = new ArrayList<>();
    for (ModelRequest request : requests) {
      Samples.ask(Samples.openAi(server).build().model("gpt-5.5"), request);
      fresh.add(sent());
    }
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      for (ModelRequest request : requests) {
        Samples.ask(model, request);
        kept.add(sent());
      }
    }

    assertThat(fresh).doesNotHaveDuplicates();
    assertThat(kept.subList(0, 5)).isEqualTo(fresh);
    assertThat(kept.subList(5, 10)).isEqualTo(fresh);
  }

  private String sent() throws InterruptedException {
    LoopbackServer.Request request = server.takeRequest();
    return request.headers() + "\n" + request.body();
  }

  @Test
  void oneHostAnswersTwoHundredAtOnceOnDaemonThreads() throws Exception {
    CountDownLatch all = new CountDownLatch(200);
    server.otherwise((request, out) -> {
      all.countDown();
      try {
        if (!all.await(30, TimeUnit.SECONDS)) {
          throw new IOException("not all came: " + all.getCount());
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      LoopbackServer.events(Samples.COMPLETED).write(request, out);
    });
    Model model = Samples.openAi(server).build().model("gpt-5.5");
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      FutureTask<Integer> task = new FutureTask<>(() -> Samples.ask(model).size());
      tasks.add(task);
      Thread thread = new Thread(task, "asker-" + i);
      thread.setDaemon(true);
      thread.start();
    }

    for (FutureTask<Integer> task : tasks) {
      assertThat(task.get(40, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(server.connections()).isEqualTo(200);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().matches("(?i).*ok(http|io).*"))
        .allMatch(Thread::isDaemon);
  }
}
