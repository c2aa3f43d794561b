package dev.codex.testing;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.model.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that replies from a script, in order, and keeps every request for the test to look at.
 *
 * <pre>{@code
 * ScriptedModel model = new ScriptedModel()
 *     .enqueueToolCall("look_up_ticket", "{\"key\": \"ABC-1\"}")
 *     .enqueueMessage("It is about login.");
 * }</pre>
 *
 * <p>A request that the script has no answer for is an AssertionError, thrown to the caller and
 * again by {@link #assertDrained()}. Safe from any thread.
 */
public final class ScriptedModel implements Model {

  private final ReentrantLock lock = new ReentrantLock();
  private final AnswerNames names = new AnswerNames();
  private final Deque<List<AnswerStep>> answers = new ArrayDeque<>(); // guarded by lock
  private final List<RecordedRequest> requests = new ArrayList<>(); // guarded by lock
  private int taken; // guarded by lock
  private Usage usage = Usage.of(10, 5); // guarded by lock
  private boolean streaming; // guarded by lock
  private ModelProfile profile = ModelProfile.unknown("scripted"); // guarded by lock
  private @Nullable AssertionError unscripted; // guarded by lock

  public ScriptedModel() {}

  /** What {@link #profile()} is; the default knows nothing but the name {@code scripted}. */
  public ScriptedModel profile(ModelProfile profile) {
    return locked(() -> this.profile = profile);
  }

  /** What every answer enqueued from now on costs, unless it says so itself; at first 10+5. */
  public ScriptedModel usage(Usage usage) {
    return locked(() -> this.usage = usage);
  }

  /** Answers enqueued from now on bring their texts in deltas, word by word. */
  public ScriptedModel streaming() {
    return locked(() -> streaming = true);
  }

  public ScriptedModel enqueueMessage(String text) {
    return enqueueAnswer(answer -> answer.message(text));
  }

  /** An answer that calls one function; calls are named {@code call-1}, {@code call-2}, … */
  public ScriptedModel enqueueToolCall(String name, String json) {
    return enqueueAnswer(answer -> answer.toolCall(name, json));
  }

  public ScriptedModel enqueueFreeformCall(String name, String input) {
    return enqueueAnswer(answer -> answer.freeformCall(name, input));
  }

  /** An answer of several parts; it is put together now, not when it is asked for. */
  public ScriptedModel enqueueAnswer(Consumer<ScriptedAnswer> script) {
    return locked(() -> {
      ScriptedAnswer answer = new ScriptedAnswer(names, usage);
      if (streaming) {
        answer.streaming();
      }
      script.accept(answer);
      answers.add(new ArrayList<>(answer.steps()));
    });
  }

  /** Exactly these events. The answer breaks off behind them if the last is no Completed. */
  public ScriptedModel enqueue(List<ModelEvent> events) {
    return locked(() -> answers.add(steps(events)));
  }

  /** The request is refused: {@link #stream} throws. */
  public ScriptedModel enqueueFailure(ModelFailure failure) {
    List<AnswerStep> steps = new ArrayList<>();
    steps.add(new AnswerStep.Fail(failure));
    return locked(() -> answers.add(steps));
  }

  /** These events and then the failure. */
  public ScriptedModel enqueueFailure(List<ModelEvent> events, ModelFailure failure) {
    List<AnswerStep> steps = steps(events);
    steps.add(new AnswerStep.Fail(failure));
    return locked(() -> answers.add(steps));
  }

  /**
   * Makes the answer that was enqueued last stop before its last step, which is its completion,
   * until the gate is opened or the stream is closed.
   */
  public Gate hold() {
    Gate gate = new Gate();
    locked(() -> {
      List<AnswerStep> last = answers.peekLast();
      if (last == null) {
        throw new IllegalStateException("There is no answer to hold. Enqueue one first.");
      }
      last.add(last.size() - 1, new AnswerStep.Wait(gate));
    });
    return gate;
  }

  @Override
  public ModelStream stream(ModelRequest request) {
    RecordedRequest recorded = new RecordedRequest(request);
    lock.lock();
    try {
      requests.add(recorded);
      List<AnswerStep> steps = answers.poll();
      if (steps == null) {
        unscripted = new AssertionError(
            "The script has no answer for request " + requests.size() + ":\n" + recorded.summary());
        throw unscripted;
      }
      if (steps.get(0) instanceof AnswerStep.Fail fail) {
        throw ModelException.of(fail.failure());
      }
      return new PlayedStream(steps);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ModelProfile profile() {
    lock.lock();
    try {
      return profile;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest request that was not taken yet. Does not wait for one.
   *
   * @throws AssertionError if there is none
   */
  public RecordedRequest takeRequest() {
    lock.lock();
    try {
      if (taken == requests.size()) {
        throw new AssertionError(
            "There is no request left to take: " + taken + " were made and taken.");
      }
      return requests.get(taken++);
    } finally {
      lock.unlock();
    }
  }

  /** All requests so far, taken or not. */
  public List<RecordedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that the script was followed to its end.
   *
   * @throws AssertionError if answers are left, or if there was a request without an answer
   */
  public void assertDrained() {
    lock.lock();
    try {
      if (unscripted != null) {
        throw new AssertionError(unscripted.getMessage(), unscripted);
      }
      if (!answers.isEmpty()) {
        throw new AssertionError(
            answers.size() + " scripted answers were not asked for; the next is " + answers.peek()
                + ". Requests made: " + requests.size() + ".");
      }
    } finally {
      lock.unlock();
    }
  }

  private ScriptedModel locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
    return this;
  }

  private static List<AnswerStep> steps(List<ModelEvent> events) {
    List<AnswerStep> steps = new ArrayList<>();
    events.forEach(event -> steps.add(new AnswerStep.Emit(event)));
    return steps;
  }
}
