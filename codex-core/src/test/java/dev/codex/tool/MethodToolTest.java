package dev.codex.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkItem;
import dev.codex.item.WorkStatus;
import dev.codex.policy.CallTool;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MethodToolTest {

  /** A host's own class. */
  static final class Desk {
    private final List<String> closed = new ArrayList<>();

    record Owner(String name) {}

    @ToolMethod
    @Describe("Reads one ticket.")
    String lookUpTicket(
        @Describe("Key such as ABC-123") String key, Optional<Integer> depth, Owner owner) {
      return key + " " + depth.orElse(0) + " " + owner.name();
    }

    @ToolMethod(name = "close", mutating = false, parallelSafe = true, timeoutSeconds = 5)
    @Describe("Closes tickets.")
    void closeAll(
        ToolInvocation invocation, List<String> keys, Progress progress, Cancellation stop)
        throws IOException {
      if (stop.isCancelled() || keys.isEmpty()) {
        throw new IOException("nothing to close in " + invocation.workingDirectory());
      }
      progress.completed(ToolExecution.builder()
          .id("p")
          .tool("close")
          .input("")
          .status(WorkStatus.COMPLETED)
          .build());
      closed.addAll(keys);
    }

    String unmarked() {
      return "";
    }
  }

  private final Desk desk = new Desk();
  private final List<WorkItem> reported = new ArrayList<>();

  private Tool tool(int index) {
    return Tool.ofMethods(desk).get(index);
  }

  private ToolInvocation invocation(String input) {
    return new ScriptedSandbox()
        .invocation(Path.of("/work").toAbsolutePath(), SandboxPolicy.readOnly(), input).toBuilder()
            .progress(new Progress() {
              @Override
              public void started(WorkItem item) {}

              @Override
              public void output(String itemId, String text) {}

              @Override
              public void completed(WorkItem item) {
                reported.add(item);
              }
            })
            .build();
  }

  @Test
  void eachMarkedMethodIsATool() {
    assertThat(Tool.ofMethods(desk))
        .extracting(tool -> tool.spec().name())
        .containsExactly("close", "look_up_ticket");
    assertThat(tool(0).isMutating()).isFalse();
    assertThat(tool(0).isParallelSafe()).isTrue();
    assertThat(tool(0).timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tool(1).isMutating()).isTrue();
  }

  @Test
  void theParametersAreTheSchemaOfARecord() {
    record Same(
        @Describe("Key such as ABC-123") String key, Optional<Integer> depth, Desk.Owner owner) {}
    Tool record = Tool.of("look_up_ticket", "Reads one ticket.", Same.class, same -> "");

    assertThat(tool(1).spec()).isEqualTo(record.spec());
  }

  @Test
  void theMethodIsCalledWithWhatTheModelPassed() throws Exception {
    String input = "{\"key\":\"A-1\",\"depth\":3,\"owner\":{\"name\":\"Ann\"}}";

    assertThat(tool(1).call(invocation(input)).text()).isEqualTo("A-1 3 Ann");
    assertThat(tool(1).describe(invocation(input))).isInstanceOf(CallTool.class);
  }

  @Test
  void theLibraryFillsInWhatIsItsOwn() throws Exception {
    assertThat(tool(0).call(invocation("{\"keys\":[\"A\",\"B\"]}")).text()).isEmpty();

    assertThat(desk.closed).containsExactly("A", "B");
    assertThat(reported).hasSize(1);
  }

  @Test
  void whatDoesNotFitGoesBackToTheModel() {
    assertThatThrownBy(() -> tool(1).describe(invocation("{\"key\":5}")))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("key")
        .hasMessageContaining("owner");
  }

  @Test
  void whatTheMethodThrowsComesThroughAsItIs() {
    assertThatThrownBy(() -> tool(0).call(invocation("{\"keys\":[]}")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("nothing to close in ");
  }

  @Test
  void aClassThatCannotBeAToolIsRefusedWithTheReason() {
    assertThatThrownBy(() -> Tool.ofMethods("text"))
        .hasMessage("No method of java.lang.String is marked with @ToolMethod.");
    assertThatThrownBy(() -> Tool.ofMethods(new Object() {
          @ToolMethod
          String silent() {
            return "";
          }
        }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Say it with @Describe");
    assertThatThrownBy(() -> Tool.ofMethods(new Object() {
          @ToolMethod
          @Describe("x")
          String odd(Thread thread) {
            return "";
          }
        }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd.thread");
  }
}
