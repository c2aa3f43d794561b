package dev.codex;

import dev.codex.error.ToolException;
import dev.codex.error.TurnFailedException;
import dev.codex.exec.UndoResult;
import dev.codex.internal.schema.RecordReader;
import dev.codex.internal.schema.RecordSchema;
import dev.codex.internal.turn.Conversation;
import dev.codex.item.ModelItem;
import dev.codex.model.ModelProfile;
import dev.codex.model.OutputSchema;
import dev.codex.model.Usage;
import dev.codex.policy.Decision;
import dev.codex.policy.PendingApproval;
import dev.codex.tool.Tool;
import java.nio.file.Path;
import java.util.List;

/**
 * One conversation: it remembers what was said and done, and runs one turn at a time. Between turns
 * it holds neither a thread nor an open file, so thousands may be kept. Closing it interrupts a
 * running turn; what was said stays in the store of the agent and can be resumed.
 *
 * <pre>{@code
 * try (Session session = agent.startSession()) {
 *   session.run("Write a plan for the migration");
 *   System.out.println(session.run("Now do step one"));
 * }
 * }</pre>
 */
public final class Session implements AutoCloseable {

  private final Conversation conversation;
  private final InputMessages messages;

  Session(Conversation conversation, ModelProfile model) {
    this.conversation = conversation;
    this.messages = new InputMessages(conversation.workingDirectory(), model);
  }

  public String id() {
    return conversation.id();
  }

  public Path workingDirectory() {
    return conversation.workingDirectory();
  }

  /**
   * Gives this session one more tool, from the next request to the model on. It is not remembered:
   * whoever resumes the session has to add it again.
   *
   * @throws IllegalArgumentException if there is a tool of that name
   * @throws IllegalStateException if the tool needs a sandbox and the agent has none
   */
  public void addTool(Tool tool) {
    if (tool.needsSandbox() && !conversation.hasSandbox()) {
      throw new IllegalStateException("The tool " + tool.spec().name()
          + " cannot work without a sandbox. Give the agent one with"
          + " AgentBuilder.sandbox(PlatformSandbox.detect()).");
    }
    conversation.changeTools(tools -> tools.plus(tool));
  }

  /** Takes a tool away, from the next request on; nothing happens if there is none of that name. */
  public void removeTool(String name) {
    conversation.changeTools(tools -> tools.minus(name));
  }

  /** Begins a turn; see {@link #start(Prompt)}. */
  public Turn start(String text) {
    return start(Prompt.of(text));
  }

  /**
   * Begins a turn, which runs on its own thread, and returns at once.
   *
   * @throws IllegalStateException if another turn of this session runs, or the session is closed
   */
  public Turn start(Prompt prompt) {
    return new Turn(
        conversation.id(),
        messages,
        conversation.start(messages.message(prompt.input()), prompt.outputSchema()));
  }

  /** Runs a turn to its end; see {@link #run(Prompt)}. */
  public TurnResult run(String text) {
    return run(Prompt.of(text));
  }

  /**
   * Runs a turn to its end. A turn that a budget or {@link Turn#interrupt} stopped has not failed:
   * its result says so by its {@link TurnResult#status()}, holds what was done, and the next turn
   * goes on from there. Whoever needs a whole answer adds {@link TurnResult#orThrow()}.
   *
   * @throws TurnFailedException if the turn fails
   * @throws dev.codex.error.TurnInterruptedException if this thread is interrupted; the turn is
   *     interrupted with it
   */
  public TurnResult run(Prompt prompt) {
    return start(prompt).await();
  }

  /**
   * Runs a turn whose final message is a record. The record becomes a strict JSON schema, which the
   * model is held to; the answer is checked here as well, and asked for once more if it does not
   * fit.
   *
   * <p>Like {@code run(prompt).orThrow()}: there is no record to return if the turn was stopped.
   *
   * @throws IllegalArgumentException if the type cannot be described as a schema
   * @throws TurnFailedException if the turn fails, or the second answer does not fit either
   * @throws dev.codex.error.TurnStoppedException if the turn is stopped before its answer
   * @throws dev.codex.error.TurnInterruptedException if this thread is interrupted; the turn is
   *     interrupted with it
   */
  public <T> T run(String text, Class<T> type) {
    Prompt prompt = Prompt.builder()
        .addInput(Input.text(text))
        .outputSchema(OutputSchema.of(RecordSchema.of(type).json()))
        .build();
    RecordReader<T> reader = RecordReader.of(type);
    String first = run(prompt).orThrow().finalMessage();
    try {
      return reader.readAnswer(first);
    } catch (ToolException e) {
      String repair = "Your answer was not accepted: "
          + e.getMessage()
          + "\nSend the whole answer again as JSON of the given schema, and nothing else.";
      TurnResult second =
          run(prompt.toBuilder().input(List.of(Input.text(repair))).build());
      try {
        return reader.readAnswer(second.orThrow().finalMessage());
      } catch (ToolException again) {
        throw new TurnFailedException(
            "The model's answer is no " + type.getSimpleName() + ": " + again.getMessage(),
            second.items(),
            again);
      }
    }
  }

  /**
   * Takes back what the newest turn that changed files did to them, by patch and by command, to the
   * byte; again and again it goes further back. Nothing is touched if anything of it has been
   * changed since. The model is told.
   *
   * @throws IllegalStateException if a turn runs, or the agent has no {@link
   *     AgentBuilder#fileHistory}
   */
  public UndoResult undo() {
    return conversation.undo(turns -> turns);
  }

  /**
   * Takes back what one turn of this session did to files; see {@link #undo()}.
   *
   * @throws IllegalArgumentException if nothing of this turn is on record
   */
  public UndoResult undo(String turnId) {
    return conversation.undo(turns -> List.of(turnId));
  }

  /** The calls that wait for an answer, oldest first; those of earlier processes included. */
  public List<PendingApproval> pendingApprovals() {
    return conversation.pendingApprovals();
  }

  /**
   * Begins a turn with the answer to a call that an approver had put off. If the answer is yes and
   * what it is about has not changed meanwhile, the call is done, once; in either case the model is
   * told what came of it and goes on.
   *
   * @param pendingId see {@link PendingApproval#id()}
   * @throws IllegalStateException if no such call waits, it was answered already, another turn of
   *     this session runs, or the session is closed
   * @throws IllegalArgumentException if the answer is to put it off again
   */
  public Turn answer(String pendingId, Decision decision) {
    if (decision instanceof Decision.Defer) {
      throw new IllegalArgumentException(
          "The call waits already. Answer it with another decision, or not yet.");
    }
    return new Turn(conversation.id(), messages, conversation.answer(pendingId, decision));
  }

  /** All tokens since the session began, earlier processes included. */
  public Usage usage() {
    return conversation.usage();
  }

  /** What the model would be sent now, oldest first; decoded as it is read. */
  public List<ModelItem> history() {
    return conversation.history().items();
  }

  /**
   * Interrupts a running turn, waits for its end, ends the processes that tools have kept running,
   * and gives up the transcript. If code that the
   * turn itself runs calls this, such as a tool, it does not wait.
   */
  @Override
  public void close() {
    conversation.close();
  }

  @Override
  public String toString() {
    return "Session[" + id() + "]";
  }
}
