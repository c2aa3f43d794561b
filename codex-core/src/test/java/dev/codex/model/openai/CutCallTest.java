package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.TurnResult;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.tool.Tool;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of which only a part arrived, from the wire through the loop and back to the wire. */
@Timeout(60)
class CutCallTest {

  record Delete(String path) {}

  private static final String ADDED = "{\"type\":\"response.output_item.added\",\"item\":"
      + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\",\"name\":\"delete\","
      + "\"arguments\":\"\"}}";
  private static final List<String> PARTS = List.of("{\\\"path\\\":", "\\\"/tmp", "/a.txt\\\"}");

  private final List<String> deleted = new CopyOnWriteArrayList<>();
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start()
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Session session() {
    Tool delete = Tool.of("delete", "Deletes a file.", Delete.class, arguments -> {
      deleted.add(arguments.path());
      return "deleted";
    });
    return Agent.builder()
        .model(Samples.openAi(server).build().model("gpt-5.5"))
        .addTool(delete)
        .build()
        .startSession();
  }

  private static String delta(String part) {
    return "{\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"fc_1\","
        + "\"delta\":\"" + part + "\"}";
  }

  private static String done(String arguments) {
    return ADDED
        .replace("added", "done")
        .replace("\"arguments\":\"\"", "\"arguments\":\"" + arguments + "\"");
  }

  private static LoopbackServer.Answer cutBehind(String... events) {
    return (request, out) -> {
      LoopbackServer.stalled().write(request, out);
      for (String event : events) {
        out.write(LoopbackServer.chunk("data: " + event + "\n\n"));
      }
      throw new IOException("cut");
    };
  }

  @Test
  void argumentsThatBreakOffAreForgottenAndAskedForAgain() throws Exception {
    server
        .enqueue(cutBehind(Samples.CREATED, ADDED))
        .enqueue(cutBehind(Samples.CREATED, ADDED, delta(PARTS.get(0))))
        .enqueue(cutBehind(Samples.CREATED, ADDED, delta(PARTS.get(0)), delta(PARTS.get(1))))
        .enqueue(LoopbackServer.events(
            Samples.CREATED,
            ADDED,
            delta(PARTS.get(0)),
            delta(PARTS.get(1)),
            delta(PARTS.get(2)),
            done(String.join("", PARTS)),
            Samples.COMPLETED));
    Session session = session();

    TurnResult result = session.run("Delete a.txt.");

    assertThat(result.finalMessage()).isEqualTo("hello");
    assertThat(deleted).containsExactly("/tmp/a.txt");
    String first = server.takeRequest().body();
    assertThat(List.of(
            server.takeRequest().body(),
            server.takeRequest().body(),
            server.takeRequest().body()))
        .containsOnly(first);
    assertThat(first).doesNotContain("function_call\"");
    assertThat(server.takeRequest().body())
        .containsOnlyOnce("\"type\":\"function_call\"")
        .containsOnlyOnce("\"type\":\"function_call_output\"")
        .doesNotContain("\"arguments\":\"\"");
    assertThat(server.requestsWaiting()).isZero();
  }

  @Test
  void aFinishedCallWithHalfItsArgumentsIsAnsweredAndNotRun() {
    server.enqueue(LoopbackServer.events(
        Samples.CREATED, done(PARTS.get(0) + PARTS.get(1)), Samples.COMPLETED));
    Session session = session();

    TurnResult result = session.run("Delete a.txt.");

    assertThat(result.finalMessage()).isEqualTo("hello");
    assertThat(deleted).isEmpty();
    assertThat(session.history())
        .filteredOn(FunctionCall.class::isInstance)
        .singleElement()
        .satisfies(
            call -> assertThat(((FunctionCall) call).arguments()).isEqualTo("{\"path\":\"/tmp"));
    assertThat(output(session)).startsWith("failed to parse function arguments: ");
  }

  @Test
  void aCallThatIsWholeBeforeTheCutIsRunOnce() {
    server.enqueue(cutBehind(Samples.CREATED, ADDED, done(String.join("", PARTS))));
    Session session = session();

    TurnResult result = session.run("Delete a.txt.");

    assertThat(result.finalMessage()).isEqualTo("hello");
    assertThat(deleted).containsExactly("/tmp/a.txt");
    assertThat(output(session)).isEqualTo("deleted");
  }

  private static String output(Session session) {
    List<ModelItem> history = session.history();
    return history.stream()
        .filter(FunctionCallOutput.class::isInstance)
        .map(item -> ((FunctionCallOutput) item).text())
        .reduce((one, two) -> one + " and " + two)
        .orElse("");
  }
}
