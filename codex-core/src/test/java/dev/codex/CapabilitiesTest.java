package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tool may do with its invocation, and until when. */
@Timeout(30)
class CapabilitiesTest {

  private static final Path FILE = Path.of("/project/notes.txt").toAbsolutePath();

  private final ScriptedModel model = new ScriptedModel();
  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final AtomicReference<ToolInvocation> kept = new AtomicReference<>();

  private Session session(Tool tool) {
    return Agent.builder().model(model).sandbox(sandbox).addTool(tool).build().startSession();
  }

  private static Command sleep() {
    return Command.of(Path.of("/work"), "sleep");
  }

  @Test
  void aFinishedCallHasLostItsCommandsAndFiles() {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    sandbox.files().put(FILE, "text");
    session(new TestTool("tool", invocation -> {
          kept.set(invocation);
          return ToolResult.text(new String(invocation.files().read(FILE)));
        }))
        .run("Go");

    assertThat(model.requests().get(1).toolOutput("call-1")).isEqualTo("text");
    assertThatThrownBy(() -> kept.get().commands().start(sleep()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Call call-1 of tool is over or cancelled: its commands and files can no longer be"
                + " used.");
    assertThatThrownBy(() -> kept.get().files().read(FILE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kept.get().files().isWritable(FILE))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sandbox.started()).isEmpty();
  }

  @Test
  void aCommandThatNobodyKeepsEndsWithItsCall() {
    sandbox.onCommand("sleep").waitsFor(new Gate());
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    session(new TestTool("tool", invocation -> {
          invocation.commands().start(sleep());
          RunningCommand server = invocation.commands().start(sleep());
          invocation.commands().keep(server);
          return ToolResult.text("started");
        }))
        .run("Go");

    assertThat(sandbox.started().get(0).isClosed()).isTrue();
    assertThat(sandbox.started().get(1).isClosed()).isFalse();
  }

  @Test
  void cancellingACallKillsWhatItStartedAndLetsItStartNothingElse() throws Exception {
    sandbox.onCommand("sleep").waitsFor(new Gate());
    model.enqueueToolCall("tool", "{}");
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Throwable> second = new CompletableFuture<>();
    Turn turn = session(new TestTool("tool", invocation -> {
          RunningCommand running = invocation.commands().start(sleep());
          started.countDown();
          running.waitFor(Duration.ofMinutes(1)); // does not listen to the cancellation
          second.complete(catchThrowable(() -> invocation.commands().start(sleep())));
          return ToolResult.text("too late");
        }))
        .start("Go");
    started.await();

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(second.get()).isInstanceOf(IllegalStateException.class);
    assertThat(sandbox.started()).hasSize(1);
    assertThat(sandbox.started().get(0).isClosed()).isTrue();
  }

  @Test
  void aDescriptionCannotKeepTheFilesItLookedAt() {
    sandbox.files().put(FILE, "text");
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Tool tool = new Tool() {
      @Override
      public ToolSpec spec() {
        return TestTool.echo("tool").spec();
      }

      @Override
      public ApprovalRequest describe(ToolInvocation invocation) {
        kept.set(invocation);
        assertThat(invocation.files().isWritable(FILE)).isFalse();
        return CallTool.builder()
            .tool("tool")
            .callId(invocation.callId())
            .input(invocation.input())
            .isMutating(false)
            .build();
      }

      @Override
      public ToolResult call(ToolInvocation invocation) {
        assertThatThrownBy(() -> kept.get().files().read(FILE))
            .isInstanceOf(IllegalStateException.class);
        return ToolResult.text("done");
      }
    };

    session(tool).run("Go");

    assertThat(model.requests().get(1).toolOutput("call-1")).isEqualTo("done");
  }
}
