package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codex.error.ToolException;
import dev.codex.error.TurnFailedException;
import dev.codex.event.Event;
import dev.codex.event.OutputDelta;
import dev.codex.exec.FileEdit;
import dev.codex.item.ChangedFile;
import dev.codex.item.CommandExecution;
import dev.codex.item.FileChange;
import dev.codex.item.WorkStatus;
import dev.codex.model.Model;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.Secrets;
import dev.codex.session.InMemorySessionStore;
import dev.codex.session.SessionLog;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Progress;
import dev.codex.tool.ToolResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that a tool may come across but nobody shall read. */
@Timeout(30)
class SecretsTest {

  private static final String HOSTS = "hunter2-hunter2";
  private static final String MODELS = "sk-live-0123456789";

  private final ScriptedModel script = new ScriptedModel();

  private final Model model = new Model() {
    @Override
    public ModelStream stream(ModelRequest request) {
      return script.stream(request);
    }

    @Override
    public Secrets secrets() {
      return Secrets.of(MODELS);
    }
  };

  private final InMemorySessionStore store = InMemorySessionStore.create();

  private AgentBuilder agent(TestTool.Body body) {
    return Agent.builder()
        .model(model)
        .addSecret(HOSTS)
        .sessionStore(store)
        .addTool(new TestTool("tool", body));
  }

  private String transcript(String sessionId) {
    StringBuilder lines = new StringBuilder();
    try (SessionLog log = store.open(sessionId)) {
      log.read(line -> lines.append(new String(line, StandardCharsets.UTF_8)).append('\n'));
    }
    return lines.toString();
  }

  @Test
  void whatAToolReturnsReachesModelEventsAndTranscriptWithoutThem() {
    script.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Agent agent =
        agent(invocation -> ToolResult.text("a=" + HOSTS + " b=" + MODELS)).build();
    Session session = agent.startSession();
    Turn turn = session.start("Go");
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);
    session.close();

    assertThat(script.requests().get(1).toolOutput("call-1"))
        .isEqualTo("a=<redacted> b=<redacted>");
    assertThat(events.toString()).contains("a=<redacted>").doesNotContain(HOSTS, MODELS);
    assertThat(transcript(session.id())).contains("a=<redacted>").doesNotContain(HOSTS, MODELS);
  }

  @Test
  void whatAToolSaysOfAnErrorIsSearchedToo() {
    script.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    agent(invocation -> {
          throw new ToolException("cannot log in with " + HOSTS);
        })
        .build()
        .run("Go");

    assertThat(script.requests().get(1).toolOutput("call-1"))
        .isEqualTo("cannot log in with <redacted>");
  }

  @Test
  void aBugInAToolIsReportedWithoutThem() {
    script.enqueueToolCall("tool", "{}");
    Agent agent = agent(invocation -> {
          throw new IllegalStateException("bad", new IllegalArgumentException(MODELS));
        })
        .build();

    TurnFailedException failed =
        catchThrowableOfType(TurnFailedException.class, () -> agent.run("Go"));

    StringWriter trace = new StringWriter();
    failed.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("bad").doesNotContain(MODELS);
    assertThat(failed.getCause().getStackTrace()[0].getClassName()).contains("SecretsTest");
  }

  @Test
  void aSecretThatIsSpreadOverPiecesOfOutputIsNotShown() {
    script.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    CommandExecution item = CommandExecution.builder()
        .id("exec-1")
        .addCommand("env")
        .workingDirectory(Path.of("/work"))
        .status(WorkStatus.IN_PROGRESS)
        .build();
    String output = "x" + HOSTS + "y" + HOSTS.substring(0, 9);
    Agent agent = agent(invocation -> {
          Progress progress = invocation.progress();
          progress.started(item);
          output.chars().forEach(c -> progress.output("exec-1", Character.toString(c)));
          progress.completed(
              item.toBuilder().output(output).status(WorkStatus.COMPLETED).build());
          return ToolResult.text("");
        })
        .build();
    Turn turn = agent.startSession().start("Go");
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);

    String shown = events.stream()
        .filter(OutputDelta.class::isInstance)
        .map(event -> ((OutputDelta) event).text())
        .collect(Collectors.joining());
    assertThat(shown).isEqualTo("x<redacted>yhunter2-h");
    assertThat(events.toString()).contains("x<redacted>y").doesNotContain(HOSTS);
  }

  @Test
  void aFileThatHoldsThemIsDeletedWithoutShowingThem() {
    script.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Path file = Path.of("/work/.env");
    ScriptedSandbox sandbox = new ScriptedSandbox();
    sandbox.files().put(file, "KEY=" + HOSTS + "\n");
    Agent agent = agent(invocation -> {
          invocation.files().apply(List.of(FileEdit.delete(file)));
          ChangedFile change = ChangedFile.of(file, ChangedFile.Kind.DELETE).toBuilder()
              .diff("KEY=" + HOSTS + "\n")
              .build();
          FileChange item = FileChange.builder()
              .id("change-1")
              .addChanges(change)
              .status(WorkStatus.COMPLETED)
              .build();
          invocation.progress().started(item);
          invocation.progress().completed(item);
          return ToolResult.text("deleted");
        })
        .sandbox(sandbox)
        .workspace(Path.of("/work"))
        .sandboxPolicy(SandboxPolicy.workspaceWrite(Path.of("/work")))
        .build();
    Session session = agent.startSession();
    Turn turn = session.start("Go");
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);
    TurnResult result = turn.await();
    session.close();

    assertThat(events.toString()).contains("KEY=<redacted>").doesNotContain(HOSTS);
    assertThat(result.items().toString()).doesNotContain(HOSTS);
    assertThat(result.diff()).contains("-KEY=<redacted>").doesNotContain(HOSTS);
    assertThat(result.changes().toString()).contains("KEY=<redacted>").doesNotContain(HOSTS);
    assertThat(transcript(session.id())).doesNotContain(HOSTS);
  }

  @Test
  void theyAreKeptByTheBuilderOfAnAgentAndShownByNothing() {
    script.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Agent agent =
        agent(invocation -> ToolResult.text(HOSTS)).build().newBuilder().build();

    agent.run("Go");

    assertThat(script.requests().get(1).toolOutput("call-1")).isEqualTo("<redacted>");
    assertThat(agent.toString() + Secrets.of(HOSTS)).doesNotContain(HOSTS);
  }

  @Test
  void aValueThatCannotBeToldFromOtherTextIsRefused() {
    assertThatThrownBy(() -> Agent.builder().addSecret("1234567"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 characters")
        .hasMessageNotContaining("1234567");
  }
}
