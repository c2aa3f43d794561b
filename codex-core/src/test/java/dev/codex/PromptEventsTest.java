package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.UsageUpdated;
import dev.codex.item.ToolExecution;
import dev.codex.testing.FunctionModel;
import dev.codex.tool.ToolResult;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever watches a turn has seen everything that has happened while the turn waits. */
@Timeout(60)
class PromptEventsTest {

  private static final int ROUNDS = 50;

  private final Semaphore usages = new Semaphore(0);
  private final Semaphore started = new Semaphore(0);
  private final Semaphore completed = new Semaphore(0);
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();

  private void await(Semaphore seen) {
    try {
      if (!seen.tryAcquire(10, TimeUnit.SECONDS)) {
        late.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final TestTool tool = new TestTool("tool", invocation -> {
    await(usages);
    await(started);
    return ToolResult.text("ok");
  });

  @Test
  void nothingIsKeptFromAReaderWhileAToolRunsOrAModelIsAwaited() {
    Agent agent = Agent.builder()
        .model(FunctionModel.answering((request, answer) -> {
          int count = answers.incrementAndGet();
          if (count > 1) {
            await(completed);
          }
          if (count <= ROUNDS) {
            answer.toolCall("tool", "{\"n\":" + count + "}");
          } else {
            answer.message("done");
          }
        }))
        .addTool(tool)
        .build();

    try (Turn turn = agent.startSession().start("Go")) {
      for (Event event : turn) {
        if (event instanceof UsageUpdated) {
          usages.release();
        } else if (event instanceof ItemStarted item && item.item() instanceof ToolExecution) {
          started.release();
        } else if (event instanceof ItemCompleted item && item.item() instanceof ToolExecution) {
          completed.release();
        }
      }
      assertThat(turn.await().finalMessage()).isEqualTo("done");
    }

    assertThat(late).hasValue(0);
  }
}
