package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeptByToolsTest {

  private final ScriptedModel model = new ScriptedModel();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  /** Counts the calls of a session. */
  private final class Counter implements AutoCloseable {
    private int count;

    @Override
    public void close() {
      closed.add("closed at " + count);
    }
  }

  private final TestTool counting = new TestTool(
      "count",
      call ->
          ToolResult.text(String.valueOf(++call.session().get(Counter.class, Counter::new).count)));

  @Test
  void aToolFindsWhatItKeptUntilTheSessionIsClosed() {
    Agent agent = Agent.builder().model(model).tools(List.of(counting)).build();
    model.enqueueToolCall("count", "{}").enqueueMessage("One.");
    model.enqueueToolCall("count", "{}").enqueueMessage("Two.");
    model.enqueueToolCall("count", "{}").enqueueMessage("Another session.");

    try (Session session = agent.startSession()) {
      session.run("Count");
      session.run("Count on");
      assertThat(closed).isEmpty();
    }
    assertThat(closed).containsExactly("closed at 2");
    agent.run("Count");

    assertThat(model.requests().get(3).toolOutput("call-2")).isEqualTo("2");
    assertThat(model.requests().get(5).toolOutput("call-3")).isEqualTo("1");
    assertThat(closed).containsExactly("closed at 2", "closed at 1");
  }

  @Test
  void aSessionThatItsOwnToolClosesKeepsNothing() {
    AtomicReference<Session> own = new AtomicReference<>();
    TestTool closing = new TestTool("close", call -> {
      call.session().get(Counter.class, Counter::new);
      own.get().close();
      return ToolResult.text("closed");
    });
    model.enqueueToolCall("close", "{}").enqueueMessage("Unheard.");
    Session session =
        Agent.builder().model(model).tools(List.of(closing)).build().startSession();
    own.set(session);

    Turn turn = session.start("Close yourself");
    turn.await();

    assertThat(closed).containsExactly("closed at 0");
  }

  @Test
  void aCommandThatStillRunsAtTheEndOfATurnIsShownAsRunning() {
    CommandExecution server = CommandExecution.builder()
        .id("exec-1")
        .addCommand("server")
        .workingDirectory(Path.of("/work"))
        .status(WorkStatus.IN_PROGRESS)
        .build();
    TestTool starting = new TestTool("start", call -> {
      call.progress().started(server);
      return ToolResult.text("It runs.");
    });
    model.enqueueToolCall("start", "{}").enqueueMessage("Started.");

    Turn turn = Agent.builder()
        .model(model)
        .tools(List.of(starting))
        .build()
        .startSession()
        .start("Start the server");
    turn.await();

    assertThat(turn).contains((Event) new ItemCompleted(server));
  }
}
