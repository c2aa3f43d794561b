package dev.codex.internal.turn;

import dev.codex.context.SessionContext;
import dev.codex.exec.FileHistory;
import dev.codex.exec.UndoResult;
import dev.codex.internal.change.ChangeTracker;
import dev.codex.internal.files.SessionFiles;
import dev.codex.internal.gate.Grants;
import dev.codex.internal.gate.LostCalls;
import dev.codex.internal.json.Ids;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.internal.rollout.PendingCall;
import dev.codex.internal.rollout.Rollout;
import dev.codex.internal.step.Limits;
import dev.codex.internal.step.Spent;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelInput;
import dev.codex.model.OutputSchema;
import dev.codex.model.Usage;
import dev.codex.policy.Decision;
import dev.codex.policy.PendingApproval;
import dev.codex.session.SessionStore;
import dev.codex.tool.SessionScope;
import dev.codex.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session is: its history, its transcript, what it has used up and what it was granted. One
 * turn at a time has it; between turns it holds no thread and no open file.
 */
public final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final Assembly assembly;
  private final String id;
  private final Path workingDirectory;
  private final Transcript transcript;
  private final SessionScope scope = new SessionScope();

  private final Occupancy occupancy;
  private final Grants grants = new Grants();
  private final SessionHooks hooks;
  private final Waiting waiting;
  private final Introduction introduction;
  private final SessionFiles files;

  // Written by the turn that has the conversation, read by anybody.
  private volatile ModelInput history;
  private volatile Usage usage;
  private volatile ChangeTracker changes;
  private final AtomicReference<ToolRegistry> tools;

  // Used by the turn that has the conversation only.
  private Spent spent = Spent.NOTHING;
  private @Nullable Instant firstTurnAt;
  private boolean invalid; // a turn ended without being able to answer its calls

  private Conversation(
      Assembly assembly,
      Transcript transcript,
      Introduction introduction,
      ModelInput history,
      Usage usage) {
    this.assembly = assembly;
    this.transcript = transcript;
    this.introduction = introduction;
    this.id = transcript.sessionId();
    this.occupancy = new Occupancy(id);
    this.workingDirectory = transcript.workingDirectory();
    this.changes = new ChangeTracker(workingDirectory, assembly.records());
    this.tools = new AtomicReference<>(assembly.tools());
    this.history = history;
    this.usage = usage;
    this.hooks = new SessionHooks(assembly, transcript);
    this.waiting = new Waiting(transcript);
    this.files = new SessionFiles(assembly.fileHistory(), id, workingDirectory, assembly.records());
  }

  public static Conversation begin(Assembly assembly) {
    return new Conversation(
        assembly,
        Transcript.create(assembly),
        Introduction.toNew(assembly),
        ModelInput.empty(),
        Usage.ZERO);
  }

  /** Goes on with a session; what stood wrong in its transcript is told at its first turn. */
  public static Conversation resume(Assembly assembly, SessionStore store, String id) {
    Transcript.Opened opened = Transcript.open(assembly, store, id);
    Rollout rollout = opened.rollout();
    Conversation conversation = new Conversation(
        assembly,
        opened.transcript(),
        Introduction.toResumed(assembly, id, rollout),
        rollout.history(),
        rollout.usage());
    conversation.hooks.resumed();
    rollout.pending().forEach(conversation.waiting::put);
    return conversation;
  }

  public String id() {
    return id;
  }

  public Path workingDirectory() {
    return workingDirectory;
  }

  /** What the model would be sent now. */
  public ModelInput history() {
    return history;
  }

  /** All tokens since the session's first turn, earlier processes included. */
  public Usage usage() {
    return usage;
  }

  /** The tools that the model has now. */
  public ToolRegistry tools() {
    return Objects.requireNonNull(tools.get(), "tools");
  }

  /** Changes the tools from the next request on. */
  public void changeTools(UnaryOperator<ToolRegistry> change) {
    tools.updateAndGet(change);
  }

  /** Whether tools that start commands or touch files can work. */
  public boolean hasSandbox() {
    return assembly.sandbox() != NoSandbox.INSTANCE;
  }

  /** What the running turn changes. */
  ChangeTracker changes() {
    return changes;
  }

  Assembly assembly() {
    return assembly;
  }

  /** What tools keep between calls. */
  SessionScope scope() {
    return scope;
  }

  /** What the model is, in every request. */
  String instructions() {
    return introduction.instructions();
  }

  /**
   * Begins a turn.
   *
   * @throws IllegalStateException if one is running or the session is closed
   */
  public TurnDriver start(UserMessage prompt, Optional<OutputSchema> schema) {
    return start(new TurnDriver(this, new Opening.Prompt(prompt), schema));
  }

  /**
   * Begins a turn with the answer to a call that was put off.
   *
   * @throws IllegalStateException if no such call waits, a turn runs or the session is closed
   */
  public TurnDriver answer(String pendingId, Decision decision) {
    PendingCall pending = waiting.take(pendingId);
    try {
      return start(new TurnDriver(this, new Opening.Answer(pending, decision), Optional.empty()));
    } catch (RuntimeException | Error e) {
      waiting.put(pending); // nothing has been done about it
      throw e;
    }
  }

  /** The calls that wait for an answer, oldest first. */
  public List<PendingApproval> pendingApprovals() {
    return waiting.approvals();
  }

  Waiting waiting() {
    return waiting;
  }

  private TurnDriver start(TurnDriver turn) {
    occupancy.begin(turn);
    turn.start();
    return turn;
  }

  /**
   * Interrupts a running turn, waits for its end, and gives up the transcript. Code that the turn
   * itself runs, such as a tool, cannot wait for its own end: then the turn gives it up.
   */
  public void close() {
    Occupancy.Closing closing = occupancy.close();
    TurnDriver running = closing.running();
    if (running != null) {
      running.interrupt();
      if (running.runsOnThisThread()) {
        if (!occupancy.leaveTo(running)) {
          giveUp();
        }
        return;
      }
      running.completion().join();
    }
    if (closing.isFirst()) {
      hooks.end();
    }
    giveUp();
  }

  /** Ends what tools have kept, then lets go of the transcript. */
  private void giveUp() {
    try {
      scope.close();
    } catch (RuntimeException e) {
      LOG.warn("What the tools of session {} kept did not close", id, e);
    } finally {
      transcript.close();
    }
  }

  void release(TurnDriver turn, Spent used) {
    spent = spent.plus(used);
    if (occupancy.end(turn)) {
      try {
        giveUp();
      } catch (RuntimeException e) {
        LOG.warn("The transcript of session {} could not be closed", id, e);
      }
    }
  }

  Limits limits(int streamRetries) {
    Instant first = firstTurnAt != null ? firstTurnAt : assembly.clock().instant();
    return new Limits(
        assembly.turnBudget(),
        assembly.sessionBudget(),
        spent,
        first,
        assembly.loopGuard(),
        streamRetries);
  }

  /**
   * Writes what precedes a turn's input; the first time, what the model has to know at all.
   *
   * @return what a person should be told before anything else
   */
  List<String> beginTurn(String turnId) {
    if (firstTurnAt == null) {
      firstTurnAt = assembly.clock().instant();
    }
    if (invalid) {
      history = Transcript.valid(history);
      invalid = false;
    }
    changes = new ChangeTracker(workingDirectory, assembly.records());
    transcript.beginTurn(turnId);
    files.beginTurn(turnId);
    for (ModelItem item : introduction.takeItems(workingDirectory)) {
      byte[] json = ModelItemCodec.encode(item);
      transcript.introduce(json);
      history = history.plusJson(json);
    }
    List<String> told = new ArrayList<>(introduction.takeNotices());
    LostCalls lost = introduction.lost();
    if (!lost.entries().isEmpty()) {
      told.addAll(lost.notices());
      recordContext(lost.context());
      introduction.settleLost();
    }
    return told;
  }

  /** The end of a turn could not be written: the next one must not trust the history. */
  void distrustHistory() {
    invalid = true;
  }

  void recordPrompt(UserMessage message) {
    byte[] json = ModelItemCodec.encode(message);
    transcript.prompt(message, json);
    history = history.plusJson(json);
  }

  void record(ModelItem item) {
    record(ModelItemCodec.encode(item));
  }

  void record(byte[] json) {
    transcript.item(json);
    history = history.plusJson(json);
  }

  void recordUsage(Usage response) {
    usage = usage.plus(response);
    transcript.usage(response, usage);
  }

  /** What the session does to files. */
  SessionFiles files() {
    return files;
  }

  /**
   * Takes back what a turn did to files, and lets the model know.
   *
   * @param chosen picks the turn from those that can be taken back, newest first
   * @throws IllegalStateException if a turn runs, the session is closed, or there is no history
   */
  public UndoResult undo(UnaryOperator<List<String>> chosen) {
    FileHistory kept = files.history();
    occupancy.beginRestoring();
    try {
      List<String> turns = chosen.apply(kept.turns(id));
      if (turns.isEmpty()) {
        return new UndoResult(List.of(), List.of());
      }
      UndoResult result = kept.undo(id, turns.get(0));
      if (!result.restored().isEmpty()) {
        byte[] json =
            ModelItemCodec.encode(SessionContext.takenBack(Ids.item("msg"), result.restored()));
        transcript.note(json);
        this.history = this.history.plusJson(json);
      }
      return result;
    } finally {
      occupancy.endRestoring();
    }
  }

  void endTurn(String turnId, String finalMessage, Transcript.TurnEnd end) {
    transcript.endTurn(turnId, finalMessage, end);
  }

  Grants grants() {
    return grants;
  }

  /** What a hook wants the model to know. */
  void recordContext(String text) {
    record(DeveloperMessage.of(Ids.item("msg"), text));
  }

  SessionHooks hooks() {
    return hooks;
  }
}
