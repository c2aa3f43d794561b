package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.event.Event;
import dev.codex.event.Notice;
import dev.codex.exec.FileEdit;
import dev.codex.item.FunctionCall;
import dev.codex.ledger.JsonlLedger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.PendingApproval;
import dev.codex.policy.SandboxPolicy;
import dev.codex.session.JsonlSessionStore;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Approvals that come later: from another session object, another process, never twice. */
@Timeout(60)
class PutOffTest {

  @TempDir
  Path home;

  @TempDir
  Path work;

  private final ScriptedModel model = new ScriptedModel();
  private final EditTool edit = new EditTool();
  private Path file;

  @BeforeEach
  void prepare() throws IOException {
    work = work.toRealPath();
    file = work.resolve("config.txt");
    Files.writeString(file, "old");
  }

  /** Writes one file through the capabilities that it is handed. */
  private final class EditTool implements Tool {
    private int calls;

    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "edit", "Edits.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT);
    }

    @Override
    public ApprovalRequest describe(ToolInvocation invocation) {
      return EditFiles.builder()
          .tool("edit")
          .callId(invocation.callId())
          .addPaths(file)
          .diff("+new")
          .build();
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws IOException {
      calls++;
      invocation.files().apply(List.of(FileEdit.write(file, "new".getBytes())));
      return ToolResult.text("written");
    }
  }

  private AgentBuilder agent() {
    return Agent.builder()
        .model(model)
        .addTool(edit)
        .sandbox(new DiskSandbox())
        .workspace(work)
        .sandboxPolicy(SandboxPolicy.workspaceWrite(work))
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .approver(request -> Decision.defer())
        .sessionStore(JsonlSessionStore.in(home));
  }

  private PendingApproval putOff() {
    model.enqueueToolCall("edit", "{}");
    try (Session session = agent().build().startSession()) {
      TurnResult result = session.run("Change it");

      assertThat(result.status()).isEqualTo(TurnStatus.AWAITING_APPROVAL);
      assertThat(session.pendingApprovals()).isEqualTo(result.pendingApprovals());
      return result.pendingApprovals().get(0);
    }
  }

  @Test
  void anAnswerThatComesLaterIsActedOnOnce() {
    PendingApproval pending = putOff();
    assertThat(edit.calls).isZero();
    assertThat(pending.action()).isEqualTo("write " + file);
    model.enqueueMessage("Good.");

    try (Session session = agent().build().resumeSession(pending.sessionId())) {
      assertThat(session.pendingApprovals()).containsExactly(pending);
      TurnResult result = session.answer(pending.id(), Decision.approve()).await();

      assertThat(result.finalMessage()).isEqualTo("Good.");
      assertThat(file).hasContent("new");
      assertThat(model.requests().get(1).lastUserText())
          .contains("<deferred_call call_id=\"call-1\" tool=\"edit\">")
          .contains("written");
      assertThatThrownBy(() -> session.answer(pending.id(), Decision.approve()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("answered already");
    }
    try (Session session = agent().build().resumeSession(pending.sessionId())) {
      assertThat(session.pendingApprovals()).isEmpty();
      assertThatThrownBy(() -> session.answer(pending.id(), Decision.approve()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(edit.calls).isOne();
  }

  @Test
  void whatWasExchangedForALinkMeanwhileIsStale() throws IOException {
    PendingApproval pending = putOff();
    Path secret = Files.writeString(work.resolve("secret"), "s");
    Files.delete(file);
    Files.createSymbolicLink(file, secret);
    model.enqueueMessage("I see.");

    try (Session session = agent().build().resumeSession(pending.sessionId())) {
      session.answer(pending.id(), Decision.approve()).await();
    }

    assertThat(edit.calls).isZero();
    assertThat(secret).hasContent("s");
    assertThat(model.requests().get(1).lastUserText()).contains("stale approval");
  }

  @Test
  void aLateNoIsToldToTheModel() {
    PendingApproval pending = putOff();
    model.enqueueMessage("Then not.");

    try (Session session = agent().build().resumeSession(pending.sessionId())) {
      session.answer(pending.id(), Decision.deny("too risky")).await();
    }

    assertThat(edit.calls).isZero();
    assertThat(model.requests().get(1).lastUserText()).contains("too risky");
  }

  @Test
  void theSessionGoesOnWithoutTheAnswer() {
    PendingApproval pending = putOff();
    model.enqueueMessage("Waiting.");

    try (Session session = agent().build().resumeSession(pending.sessionId())) {
      session.run("How is it going?");

      assertThat(session.pendingApprovals()).containsExactly(pending);
      assertThat(model.requests().get(1).toolOutput("call-1")).contains("not done yet");
    }
  }

  @Test
  void anApprovalDoesNotCoverWhatWasExchangedWhileSomebodyDecided() {
    model.enqueueToolCall("edit", "{}").enqueueMessage("I see.");

    agent()
        .approver(request -> {
          try {
            Files.delete(file);
            Files.createSymbolicLink(file, work.resolve("x"));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return Decision.approve();
        })
        .build()
        .run("Change it");

    assertThat(edit.calls).isZero();
    assertThat(model.requests().get(1).toolOutput("call-1")).contains("stale approval");
  }

  @Test
  void whoDecidesSeesWhereAPathReallyLeads() throws IOException {
    Files.move(file, work.resolve("real"));
    Files.createSymbolicLink(file, Path.of("real"));
    model.enqueueToolCall("edit", "{}").enqueueMessage("Done.");
    List<ApprovalRequest> asked = new ArrayList<>();

    agent()
        .approver(request -> {
          asked.add(request);
          return Decision.deny("no");
        })
        .build()
        .run("Change it");

    assertThat(asked.get(0).realPaths()).containsEntry(file, work.resolve("real"));
    assertThat(asked.get(0).display()).contains("really " + work.resolve("real"));
    assertThat(asked.get(0).sessionId()).isNotEmpty();
  }

  /** Another process: puts a call off, or dies in the middle of doing one. */
  static final class OtherProcess {
    public static void main(String[] args) {
      Path home = Path.of(args[0]);
      boolean dies = args[1].equals("dies");
      Agent agent = counting(home, dies).build();
      try (Session session = agent.startSession()) {
        TurnResult result = session.run("Count");
        if (!dies) {
          System.out.println(
              session.id() + " " + result.pendingApprovals().get(0).id());
        }
      }
      Runtime.getRuntime().halt(0);
    }
  }

  private static AgentBuilder counting(Path home, boolean dies) {
    TestTool tool = new TestTool("count", invocation -> {
      Files.writeString(
          home.resolve("count"), "1", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (dies) {
        System.out.println(invocation.sessionId() + " " + invocation.callId());
        System.out.flush();
        Runtime.getRuntime().halt(9);
      }
      return ToolResult.text("counted");
    });
    return Agent.builder()
        .model(FunctionModel.answering((request, answer) -> {
          if (request.toolOutputs().isEmpty()) {
            answer.item(FunctionCall.of("fc", "c1", "count", "{}"));
          } else {
            answer.item(dev.codex.item.AgentMessage.of("m" + request.input().size(), "Done."));
          }
        }))
        .addTool(tool)
        .workspace(home)
        .approvalPolicy(dies ? ApprovalPolicy.NEVER : ApprovalPolicy.UNTRUSTED)
        .approver(request -> Decision.defer())
        .ledger(JsonlLedger.in(home.resolve("effects.jsonl")))
        .sessionStore(JsonlSessionStore.in(home));
  }

  private String[] otherProcess(String how) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            home.toString(),
            how)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      process.waitFor();
      return line.split(" ");
    }
  }

  @Test
  void aCallOfAProcessThatIsGoneIsDoneOnceWhenItIsApprovedHere() throws Exception {
    String[] ids = otherProcess("defers");
    assertThat(home.resolve("count")).doesNotExist();

    try (Session session = counting(home, false).build().resumeSession(ids[0])) {
      session.answer(ids[1], Decision.approve()).await();
    }

    assertThat(home.resolve("count")).hasContent("1");
    try (Session session = counting(home, false).build().resumeSession(ids[0])) {
      assertThatThrownBy(() -> session.answer(ids[1], Decision.approve()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(home.resolve("count")).hasContent("1");
  }

  @Test
  void aCallThatAProcessDiedInIsToldAndNotRepeated() throws Exception {
    String[] ids = otherProcess("dies");

    List<Event> events = new ArrayList<>();
    try (Session session = counting(home, false).build().resumeSession(ids[0])) {
      Turn turn = session.start("Go on");
      turn.forEach(events::add);
      assertThat(session.history().toString()).contains("Outcome unknown: count");
    }

    assertThat(events)
        .anyMatch(event -> event instanceof Notice notice
            && notice.message().contains("Outcome unknown: count (call c1"));
    assertThat(home.resolve("count")).hasContent("1");
    StringBuilder audit = new StringBuilder();
    JsonlLedger.in(home.resolve("effects.jsonl")).export(audit);
    assertThat(audit.toString().lines()).singleElement().asString().contains("\"unknown\"");
  }
}
