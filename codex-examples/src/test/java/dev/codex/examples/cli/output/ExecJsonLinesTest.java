package dev.codex.examples.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ModelFailure;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.Notice;
import dev.codex.event.OutputDelta;
import dev.codex.event.Retrying;
import dev.codex.event.TextDelta;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.event.TurnInterrupted;
import dev.codex.event.TurnStarted;
import dev.codex.event.UsageUpdated;
import dev.codex.item.AgentMessage;
import dev.codex.item.ChangedFile;
import dev.codex.item.CommandExecution;
import dev.codex.item.Content;
import dev.codex.item.FileChange;
import dev.codex.item.Reasoning;
import dev.codex.item.ToolExecution;
import dev.codex.item.UserMessage;
import dev.codex.item.WebSearchCall;
import dev.codex.item.WorkStatus;
import dev.codex.model.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecJsonLinesTest {

  private final ExecJsonLines lines = new ExecJsonLines();

  @Test
  void aTurnWithThoughtsACommandAndAnAnswerReadsLikeCodex() {
    CommandExecution running = CommandExecution.builder()
        .id("c1")
        .addCommand("/bin/bash", "-lc", "echo hi")
        .workingDirectory(Path.of("/w"))
        .status(WorkStatus.IN_PROGRESS)
        .build();
    CommandExecution ended = running.toBuilder()
        .status(WorkStatus.COMPLETED)
        .output("hi\n")
        .exitCode(0)
        .build();

    assertThat(lines.threadStarted("0199"))
        .isEqualTo("{\"type\":\"thread.started\",\"thread_id\":\"0199\"}");
    assertLines(
        """
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"item_0","type":"reasoning",\
        "text":"**Plan**\\nthink"}}
        {"type":"item.started","item":{"id":"item_1","type":"command_execution",\
        "command":"/bin/bash -lc 'echo hi'","aggregated_output":"","exit_code":null,\
        "status":"in_progress"}}
        {"type":"item.completed","item":{"id":"item_1","type":"command_execution",\
        "command":"/bin/bash -lc 'echo hi'","aggregated_output":"hi\\n","exit_code":0,\
        "status":"completed"}}
        {"type":"item.completed","item":{"id":"item_2","type":"agent_message",\
        "text":"said \\"hi\\" ☃"}}
        {"type":"turn.completed","usage":{"input_tokens":200,"cached_input_tokens":20,\
        "cache_write_input_tokens":1,"output_tokens":40,"reasoning_output_tokens":10}}
        """,
        new TurnStarted("0199", "t1"),
        new ItemStarted(UserMessage.of("u", "go")),
        new ItemCompleted(UserMessage.of("u", "go")),
        new ItemStarted(new Reasoning("r", List.of(), List.of(), "")),
        new ItemCompleted(new Reasoning("r", List.of("**Plan**", "think"), List.of("raw"), "ENC")),
        new ItemStarted(running),
        new OutputDelta("c1", "hi\n"),
        new ItemCompleted(ended),
        new ItemStarted(AgentMessage.of("m", "")),
        new TextDelta("m", "said"),
        new ItemCompleted(AgentMessage.of("m", "said \"hi\" ☃")),
        new UsageUpdated(
            Usage.builder()
                .inputTokens(100)
                .cachedInputTokens(10)
                .outputTokens(20)
                .reasoningOutputTokens(5)
                .build(),
            Usage.builder()
                .inputTokens(200)
                .cachedInputTokens(20)
                .cacheWriteInputTokens(1)
                .outputTokens(40)
                .reasoningOutputTokens(10)
                .build()),
        new TurnCompleted(
            Usage.builder()
                .inputTokens(100)
                .cachedInputTokens(10)
                .outputTokens(20)
                .reasoningOutputTokens(5)
                .build(),
            Optional.empty()));
  }

  @Test
  void whatSaysNothingGivesNoLine() {
    assertLines(
        "",
        new ItemCompleted(new Reasoning("r", List.of(), List.of("raw"), "ENC")),
        new ItemCompleted(new AgentMessage("m", List.of(new Content.Unknown("refusal", "{}")))),
        new ItemCompleted(ToolExecution.builder()
            .id("x")
            .tool("t")
            .input("{}")
            .status(WorkStatus.COMPLETED)
            .build()),
        new TurnInterrupted(Usage.ZERO));
  }

  @Test
  void aFailedTurnIsAnErrorAndThenTheFailure() {
    assertLines(
        """
        {"type":"error","message":"Reconnecting... 1/5 (stream closed)"}
        {"type":"error","message":"gone"}
        {"type":"turn.failed","error":{"message":"gone"}}
        """,
        new Retrying(
            1,
            5,
            Duration.ofMillis(200),
            ModelFailure.of(ModelFailure.Kind.STREAM, "stream closed")),
        new TurnFailed("gone", Optional.empty(), Usage.ZERO));
  }

  @Test
  void aConnectionThatIsTriedForEverSaysSo() {
    assertLines(
        """
        {"type":"error",\
        "message":"Reconnecting... waiting for network (Connection failed: refused)"}
        """,
        new Retrying(
            3,
            0,
            Duration.ofMillis(200),
            ModelFailure.of(ModelFailure.Kind.CONNECTION, "Connection failed: refused")));
  }

  @Test
  void noticesAreErrorItems() {
    assertLines("""
        {"type":"item.completed","item":{"id":"item_0","type":"error","message":"Mind the gap."}}
        """, new Notice("Mind the gap."));
  }

  @Test
  void changedFilesAreListedWithTheirKind() {
    FileChange change = FileChange.builder()
        .id("p")
        .addChanges(
            ChangedFile.of(Path.of("/w/a"), ChangedFile.Kind.ADD),
            ChangedFile.of(Path.of("/w/b"), ChangedFile.Kind.UPDATE),
            ChangedFile.of(Path.of("/w/c"), ChangedFile.Kind.DELETE))
        .status(WorkStatus.IN_PROGRESS)
        .build();

    assertLines(
        """
        {"type":"item.started","item":{"id":"item_0","type":"file_change",\
        "changes":[{"path":"/w/a","kind":"add"},{"path":"/w/b","kind":"update"},{"path":"/w/c",\
        "kind":"delete"}],"status":"in_progress"}}
        {"type":"item.completed","item":{"id":"item_0","type":"file_change",\
        "changes":[{"path":"/w/a","kind":"add"},{"path":"/w/b","kind":"update"},{"path":"/w/c",\
        "kind":"delete"}],"status":"failed"}}
        """,
        new ItemStarted(change),
        new ItemCompleted(change.toBuilder().status(WorkStatus.DECLINED).build()));
  }

  @Test
  void aSearchThatWasNotAnnouncedStartsAllTheSame() {
    assertLines(
        """
        {"type":"item.started","item":{"id":"ws1","type":"web_search","query":"rain",\
        "action":{"type":"search","query":"rain"}}}
        {"type":"item.completed","item":{"id":"ws1","type":"web_search","query":"rain",\
        "action":{"type":"search","query":"rain"}}}
        {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"yes"}}
        """,
        new ItemCompleted(new WebSearchCall(
            "ws1", "completed", "rain", "{\"type\":\"search\",\"query\":\"rain\"}")),
        new ItemCompleted(AgentMessage.of("m", "yes")));
  }

  @Test
  void anEmptyMessageIsALineAndOneWithoutTextIsNone() {
    assertLines(
        """
        {"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":""}}
        """,
        new ItemCompleted(new AgentMessage("m1", List.of())),
        new ItemCompleted(new AgentMessage(
            "m2", List.of(new Content.Unknown("refusal", "{\"type\":\"refusal\"}")))));
  }

  private void assertLines(String expected, Event... events) {
    List<String> all = new ArrayList<>();
    for (Event event : events) {
      all.addAll(lines.lines(event));
    }
    assertThat(String.join("\n", all)).isEqualTo(expected.strip());
  }
}
