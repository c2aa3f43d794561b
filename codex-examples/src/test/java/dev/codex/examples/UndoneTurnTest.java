package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.exec.UndoResult;
import dev.codex.item.ChangedFile;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.ledger.JsonlLedger;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.LocalFileHistory;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.session.InMemorySessionStore;
import dev.codex.session.JsonlSessionStore;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedModel;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands and real patches, taken back. */
class UndoneTurnTest {

  private static final String PATCH = """
      *** Begin Patch
      *** Add File: made/by/patch.txt
      +new
      *** Update File: notes.txt
      @@
      -mine
      +yours
      *** End Patch""";

  @TempDir
  Path temporary;

  private final ScriptedModel model = new ScriptedModel();
  private Path workspace;

  @BeforeEach
  void fillWorkspace() throws IOException {
    workspace = Files.createDirectory(temporary.toRealPath().resolve("work"));
    Files.writeString(workspace.resolve("notes.txt"), "mine\n");
    Files.write(workspace.resolve("data.bin"), new byte[] {0, -1, 7});
  }

  @Test
  void patchesAndCommandsOfATurnAreTakenBack() throws IOException {
    model
        .enqueueFreeformCall("apply_patch", PATCH)
        .enqueueToolCall("exec_command", "{\"cmd\":\"rm -r data.bin made; echo > notes.txt\"}")
        .enqueueMessage("Done.");

    UndoResult result = UndoneTurn.regret(agent(), temporary.resolve("history"));

    assertThat(result.conflicts()).isEmpty();
    assertThat(result.restored())
        .containsExactly(workspace.resolve("data.bin"), workspace.resolve("notes.txt"));
    assertThat(workspace.resolve("notes.txt")).hasContent("mine\n");
    assertThat(Files.readAllBytes(workspace.resolve("data.bin"))).containsExactly(0, -1, 7);
    assertThat(workspace.resolve("made")).doesNotExist();
  }

  /** As a host does that keeps everything in hidden folders of the project. */
  @Test
  void booksInTheWorkspaceAreNoneOfTheTurnsWork() {
    model
        .enqueueToolCall("exec_command", "{\"cmd\":\"echo yours > notes.txt\"}")
        .enqueueMessage("Done.")
        .enqueueToolCall("exec_command", "{\"cmd\":\"rm -r .books\"}")
        .enqueueMessage("Sorry.");
    Path books = workspace.resolve(".books");
    try (LocalFileHistory history = LocalFileHistory.in(books.resolve("history"))) {
      Agent agent = agent()
          .newBuilder()
          .sessionStore(JsonlSessionStore.in(books))
          .ledger(JsonlLedger.in(books.resolve("ledger.jsonl")))
          .fileHistory(history)
          .build();
      String id;
      try (Session session = agent.startSession()) {
        assertThat(session.run("Change it").changes())
            .extracting(ChangedFile::path)
            .containsExactly(workspace.resolve("notes.txt"));

        UndoResult result = session.undo();

        assertThat(result.conflicts()).isEmpty();
        assertThat(result.restored()).containsExactly(workspace.resolve("notes.txt"));
        assertThat(session.run("Throw it away").changes()).isEmpty();
        assertThat(model.requests().get(3).toolOutput("call-2")).contains("is the only copy");
        id = session.id();
      }
      try (Session session = agent.resumeSession(id)) {
        assertThat(session.history()).hasSizeGreaterThan(8);
      }
    }
  }

  @Test
  void theModelIsToldAndASessionThatWasResumedCanUndo() {
    model.enqueueFreeformCall("apply_patch", PATCH).enqueueMessage("Done.");
    try (LocalFileHistory history = LocalFileHistory.in(temporary.resolve("history"))) {
      Agent agent = agent()
          .newBuilder()
          .sessionStore(InMemorySessionStore.create())
          .fileHistory(history)
          .build();
      String id;
      try (Session session = agent.startSession()) {
        id = session.id();
        session.run("Patch it");
      }

      try (Session session = agent.resumeSession(id)) {
        UndoResult result = session.undo();

        assertThat(result.restored()).contains(workspace.resolve("notes.txt"));
        assertThat(session.undo()).hasToString("There was nothing to take back.");
      }
      try (Session session = agent.resumeSession(id)) {
        List<ModelItem> items = session.history();
        assertThat(items.get(items.size() - 1))
            .isInstanceOfSatisfying(
                UserMessage.class,
                message -> assertThat(message.text())
                    .contains("took back", workspace.resolve("notes.txt").toString()));
      }
    }
  }

  @Test
  void nothingIsTakenBackWhileATurnRunsOrWithoutAHistory() {
    model.enqueueMessage("Never said.");
    Gate gate = model.hold();
    try (LocalFileHistory history = LocalFileHistory.in(temporary.resolve("history"));
        Session session = agent().newBuilder().fileHistory(history).build().startSession()) {
      session.start("Go");
      gate.awaitArrival();

      assertThatThrownBy(session::undo)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is at work");
    }
    try (Session session = agent().startSession()) {
      assertThatThrownBy(session::undo)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("fileHistory");
    }
  }

  private Agent agent() {
    return Agent.builder()
        .model(model)
        .tools(CodingTools.standard())
        .sandbox(PlatformSandbox.detect())
        .sandboxPolicy(SandboxPolicy.dangerFullAccess())
        .workspace(workspace)
        .build();
  }
}
