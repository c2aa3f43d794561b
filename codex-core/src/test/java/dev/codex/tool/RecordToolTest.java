package dev.codex.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.RunningCommand;
import dev.codex.item.Content;
import dev.codex.policy.CallTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecordToolTest {

  record Ticket(@Describe("Key such as ABC-1") String key) {}

  record Found(String title, int votes) {}

  @Test
  void theRecordIsTheSchema() {
    Tool tool = Tool.of("look_up", "Reads one ticket.", Ticket.class, Ticket::key);

    assertThat(tool.spec())
        .isEqualTo(ToolSpec.function(
            "look_up",
            "Reads one ticket.",
            "{\"type\":\"object\",\"properties\":{\"key\":{\"type\":\"string\",\"description\":"
                + "\"Key such as ABC-1\"}},\"required\":[\"key\"],"
                + "\"additionalProperties\":false}",
            ToolSpec.Strictness.STRICT));
    assertThat(tool).hasToString("Tool[look_up]");
  }

  @Test
  void theFunctionGetsTheRecord() throws Exception {
    Tool tool = Tool.of("look_up", "", Ticket.class, ticket -> "about " + ticket.key());

    assertThat(tool.call(invocation("{\"key\":\"A-1\"}"))).isEqualTo(ToolResult.text("about A-1"));
  }

  @Test
  void aHandlerSeesTheInvocationToo() throws Exception {
    Tool tool = Tool.builder("look_up", "", Ticket.class)
        .buildWith((ticket, invocation) -> ticket.key() + " for " + invocation.callId());

    assertThat(tool.call(invocation("{\"key\":\"A-1\"}")).text()).isEqualTo("A-1 for call-1");
  }

  @Test
  void everyKindOfAnswerReachesTheModel() throws Exception {
    assertThat(answer(3)).isEqualTo(ToolResult.text("3"));
    assertThat(answer(true)).isEqualTo(ToolResult.text("true"));
    assertThat(answer(null)).isEqualTo(ToolResult.text(""));
    assertThat(answer(ToolResult.error("no"))).isEqualTo(ToolResult.error("no"));
    assertThat(answer(Content.text("c"))).isEqualTo(ToolResult.text("c"));
    assertThat(answer(new Found("Login", 2)))
        .isEqualTo(ToolResult.json("{\"title\":\"Login\",\"votes\":2}"));
    assertThat(answer(List.of("a", 1))).isEqualTo(ToolResult.json("[\"a\",1]"));
  }

  @Test
  void badArgumentsAreAMessageForTheModelAndNothingRuns() {
    AtomicInteger calls = new AtomicInteger();
    Tool tool = Tool.of("look_up", "", Ticket.class, ticket -> calls.incrementAndGet());
    ToolInvocation bad = invocation("{\"key\":7}");
    String message = "failed to parse function arguments: $.key must be a string but is 7";

    assertThatThrownBy(() -> tool.call(bad)).isInstanceOf(ToolException.class).hasMessage(message);
    assertThatThrownBy(() -> tool.describe(bad))
        .isInstanceOf(ToolException.class)
        .hasMessage(message);
    assertThat(calls).hasValue(0);
  }

  @Test
  void aCallDescribesItselfByItsArguments() {
    Tool tool = Tool.builder("look_up", "", Ticket.class).readOnly().build(Ticket::key);

    assertThat(tool.describe(invocation("{\"key\":\"A-1\"}")))
        .isEqualTo(CallTool.builder()
            .tool("look_up")
            .callId("call-1")
            .input("{\"key\":\"A-1\"}")
            .isMutating(false)
            .build());
  }

  @Test
  void theBuilderSaysHowTheToolMayBeCalled() {
    Tool plain = Tool.of("look_up", "", Ticket.class, Ticket::key);
    Tool tuned = Tool.builder("look_up", "", Ticket.class)
        .parallelSafe()
        .readOnly()
        .timeout(Duration.ofSeconds(5))
        .build(Ticket::key);

    assertThat(plain.isParallelSafe()).isFalse();
    assertThat(plain.isMutating()).isTrue();
    assertThat(plain.timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(tuned.isParallelSafe()).isTrue();
    assertThat(tuned.isMutating()).isFalse();
    assertThat(tuned.timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatNoServerAcceptsFailsWhenTheToolIsBuilt() {
    assertThatThrownBy(() -> Tool.of("look up", "", Ticket.class, Ticket::key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A tool cannot be named \"look up\"; use 1 to 64 letters, digits, underscores and"
                + " hyphens.");
    assertThatThrownBy(() -> Tool.of("any", "", Object.class, Object::toString))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Object is a java.lang.Object, which has no strict JSON schema");
  }

  private static ToolResult answer(Object value) throws Exception {
    return Tool.of("t", "", Ticket.class, ticket -> value).call(invocation("{\"key\":\"\"}"));
  }

  private static ToolInvocation invocation(String input) {
    return ToolInvocation.builder()
        .sessionId("session-1")
        .turnId("turn-1")
        .callId("call-1")
        .input(input)
        .workingDirectory(Path.of("/"))
        .commands(RecordToolTest::noCommands)
        .files(new NoFiles())
        .build();
  }

  private static RunningCommand noCommands(Command command) {
    throw new AssertionError("no command was expected");
  }

  /** Files that nobody may touch. */
  private static final class NoFiles implements FileAccess {
    @Override
    public Optional<FileStatus> status(Path path) {
      throw new AssertionError("no file access was expected");
    }

    @Override
    public byte[] read(Path path) {
      throw new AssertionError("no file access was expected");
    }

    @Override
    public List<FileEntry> list(Path directory) {
      throw new AssertionError("no file access was expected");
    }

    @Override
    public boolean isWritable(Path path) {
      return false;
    }

    @Override
    public void apply(List<FileEdit> edits) {
      throw new AssertionError("no file access was expected");
    }
  }
}
