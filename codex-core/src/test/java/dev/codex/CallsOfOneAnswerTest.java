package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.ItemCompleted;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.ToolExecution;
import dev.codex.session.JsonlSessionStore;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several calls at once: how far each has come when the turn ends, and which ends first. */
@Timeout(60)
class CallsOfOneAnswerTest {

  private static final Pattern RECORDED =
      Pattern.compile("\"function_call_output\".*\"call_id\":\"(.*?)\"");

  @TempDir
  Path home;

  private final ScriptedModel model = new ScriptedModel();

  private Session session(TestTool tool) {
    return Agent.builder()
        .model(model)
        .addTool(tool)
        .sessionStore(JsonlSessionStore.in(home))
        .build()
        .startSession();
  }

  private void enqueueThreeCalls() {
    model.enqueueAnswer(
        answer -> answer.toolCall("tool", "1").toolCall("tool", "2").toolCall("tool", "3"));
    model.enqueueMessage("Fine.");
  }

  /** The ids of the calls whose outputs the transcript holds, in its order. */
  private List<String> recorded() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
      String text =
          Files.readString(files.filter(Files::isRegularFile).findFirst().orElseThrow());
      return RECORDED.matcher(text).results().map(found -> found.group(1)).toList();
    }
  }

  private static List<String> answered(List<ModelItem> history) {
    return history.stream()
        .filter(FunctionCallOutput.class::isInstance)
        .map(item -> ((FunctionCallOutput) item).callId())
        .toList();
  }

  @Test
  void anInterruptAnswersWhatIsDoneWhatRunsAndWhatHasNotBegun() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    TestTool tool = new TestTool("tool", invocation -> {
      if (invocation.input().equals("1")) {
        return ToolResult.text("one is done");
      }
      CountDownLatch cancelled = new CountDownLatch(1);
      invocation.cancellation().onCancel(cancelled::countDown);
      second.countDown();
      cancelled.await();
      return ToolResult.text("cut short");
    });
    enqueueThreeCalls();
    try (Session session = session(tool)) {
      Turn turn = session.start("Do it");
      second.await();

      turn.interrupt();

      assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
      assertThat(tool.inputs).containsExactly("1", "2");
      ValidHistory.check(session.history());
      session.run("Go on");
    }
    List<ModelItem> sent = model.requests().get(1).input();
    ValidHistory.check(sent);
    assertThat(answered(sent)).containsExactly("call-1", "call-2", "call-3");
    assertThat(recorded()).isEqualTo(answered(sent));
    RecordedRequest next = model.requests().get(1);
    assertThat(next.toolOutput("call-1")).isEqualTo("one is done");
    assertThat(next.toolOutput("call-2")).isEqualTo("cut short"); // its own words, since it listens
    assertThat(next.toolOutput("call-3")).matches("aborted by user after \\d+\\.\\ds");
  }

  @Test
  void callsThatEndTheOtherWayRoundAreRecordedInTheirOrder() throws Exception {
    List<CountDownLatch> ended =
        Stream.generate(() -> new CountDownLatch(1)).limit(4).toList();
    ended.get(3).countDown(); // the last waits for nobody
    TestTool tool = new TestTool("tool", invocation -> {
          ended.get(Integer.parseInt(invocation.input())).await();
          return ToolResult.text("output " + invocation.input());
        })
        .parallelSafe();
    enqueueThreeCalls();
    List<String> order = new ArrayList<>();
    try (Session session = session(tool)) {
      Turn turn = session.start("Do it");
      for (var event : turn) {
        if (event instanceof ItemCompleted done && done.item() instanceof ToolExecution call) {
          order.add(call.id());
          ended.get(Integer.parseInt(call.input()) - 1).countDown(); // lets the one before end
        }
      }

      assertThat(turn.await().finalMessage()).isEqualTo("Fine.");
    }
    assertThat(order).containsExactly("call-3", "call-2", "call-1");
    List<ModelItem> sent = model.requests().get(1).input();
    ValidHistory.check(sent);
    assertThat(answered(sent)).containsExactly("call-1", "call-2", "call-3");
    assertThat(recorded()).isEqualTo(answered(sent));
    assertThat(model.requests().get(1).toolOutputs().values())
        .containsExactly("output 1", "output 2", "output 3");
  }
}
