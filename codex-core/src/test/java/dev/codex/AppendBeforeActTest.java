package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.model.Model;
import dev.codex.session.JsonlSessionStore;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is acted on stands in the file of its session already, for whoever comes after a crash. */
@Timeout(60)
class AppendBeforeActTest {

  @TempDir
  Path home;

  private List<String> lines(String sessionId) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
      Path file = files
          .filter(path -> path.toString().endsWith(sessionId + ".jsonl"))
          .findFirst()
          .orElseThrow();
      return Files.readAllLines(file);
    }
  }

  private static List<String> items(List<String> lines, String type) {
    return lines.stream()
        .filter(line -> line.contains("\"type\":\"response_item\""))
        .filter(line -> line.contains("\"type\":\"" + type + "\""))
        .toList();
  }

  @Test
  void aToolFindsItsOwnCallAndTheOutputsBeforeIt() {
    List<String> seen = new CopyOnWriteArrayList<>();
    TestTool tool = new TestTool("tool", invocation -> {
      List<String> lines = lines(invocation.sessionId());
      List<String> calls = items(lines, "function_call");
      assertThat(calls.get(calls.size() - 1))
          .contains("\"call_id\":\"" + invocation.callId() + "\"")
          .contains("\"arguments\":\"" + invocation.input() + "\"");
      seen.add(invocation.callId() + ": " + calls.size() + " calls, "
          + items(lines, "function_call_output").size() + " outputs");
      return ToolResult.text("ok");
    });
    ScriptedModel model = new ScriptedModel()
        .enqueueToolCall("tool", "1")
        .enqueueToolCall("tool", "2")
        .enqueueMessage("Done.");

    agent(model).addTool(tool).build().run("Do it");

    assertThat(seen).containsExactly("call-1: 1 calls, 0 outputs", "call-2: 2 calls, 1 outputs");
  }

  @Test
  void aToolThatStartsWhileTheAnswerStillComesFindsItsCallToo() throws Exception {
    CompletableFuture<List<String>> seen = new CompletableFuture<>();
    TestTool tool = new TestTool("tool", invocation -> {
      seen.complete(lines(invocation.sessionId()));
      return ToolResult.text("ok");
    });
    ScriptedModel model = new ScriptedModel().enqueueToolCall("tool", "{}");
    Gate gate = model.hold();
    model.enqueueMessage("Done.");
    try (Session session = agent(model).addTool(tool).build().startSession()) {
      Turn turn = session.start("Do it");
      gate.awaitArrival();

      List<String> lines = seen.get(20, TimeUnit.SECONDS);

      assertThat(items(lines, "function_call")).hasSize(1);
      assertThat(items(lines, "function_call_output")).isEmpty();
      assertThat(lines).noneMatch(line -> line.contains("token_count"));
      gate.open();
      turn.await();
    }
  }

  @Test
  void aRequestIsSentWhenEverythingInItIsWritten() {
    List<Integer> written = new CopyOnWriteArrayList<>();
    List<Integer> sent = new CopyOnWriteArrayList<>();
    FunctionModel model = FunctionModel.answering((request, answer) -> {
      try {
        written.add((int) lines(request.request().sessionId()).stream()
            .filter(line -> line.contains("\"type\":\"response_item\""))
            .count());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      sent.add(request.input().size());
      if (sent.size() == 1) {
        answer.toolCall("tool", "{}");
      } else {
        answer.message("Done.");
      }
    });

    try (Session session = agent(model).addTool(TestTool.echo("tool")).build().startSession()) {
      session.run("Do it");
      session.run("Again");
    }

    assertThat(written).isEqualTo(sent).containsExactly(3, 5, 7);
  }

  private AgentBuilder agent(Model model) {
    return Agent.builder().model(model).sessionStore(JsonlSessionStore.in(home));
  }
}
