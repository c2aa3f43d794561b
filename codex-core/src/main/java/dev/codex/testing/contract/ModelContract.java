package dev.codex.testing.contract;

import dev.codex.error.ModelException;
import dev.codex.item.UserMessage;
import dev.codex.model.ItemDone;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** What every {@link Model} must do. */
public abstract class ModelContract extends Contract {

  protected ModelContract() {}

  /** A new model that answers {@link #request()} with at least one item, three times or more. */
  protected abstract Model model();

  /** A model whose answer to {@link #request()} never gets complete by itself. */
  protected abstract Model stalledModel();

  /** What the models are asked: to say hi. */
  protected ModelRequest request() {
    return ModelRequest.builder()
        .sessionId("session-1")
        .turnId("turn-1")
        .instructions("You greet people.")
        .input(ModelInput.of(List.of(UserMessage.of("message-0", "Say hi."))))
        .build();
  }

  public void anAnswerHasItemsAndEndsWithCompleted() {
    List<ModelEvent> events = readAll(model());

    Expect.that(
        events.stream().anyMatch(ItemDone.class::isInstance),
        "The answer must hold a finished item; its events were " + events);
    Expect.that(
        events.get(events.size() - 1) instanceof ModelEvent.Completed,
        "The last event must be Completed; the events were " + events);
    Expect.that(
        events.stream().filter(ModelEvent.Completed.class::isInstance).count() == 1,
        "Completed must come once; the events were " + events);
  }

  public void nothingFollowsCompleted() {
    try (ModelStream stream = model().stream(request())) {
      drain(stream);

      Expect.that(!stream.hasNext(), "hasNext() must stay false after Completed");
      try {
        ModelEvent event = stream.next();
        throw new AssertionError("next() after Completed must throw but gave " + event);
      } catch (NoSuchElementException expected) {
        // as java.util.Iterator has it
      }
    }
  }

  public void askingForTheNextEventDoesNotSkipOne() {
    int count = readAll(model()).size();

    int seen = 0;
    try (ModelStream stream = model().stream(request())) {
      while (stream.hasNext()) {
        Expect.that(stream.hasNext(), "hasNext() must not change its mind before next()");
        stream.next();
        seen++;
      }
    }

    Expect.same(count, seen, "Events read with hasNext() called twice before each");
  }

  public void closingTwiceIsClosingOnce() {
    ModelStream read = model().stream(request());
    drain(read);
    read.close();
    read.close();

    ModelStream unread = model().stream(request());
    unread.close();
    unread.close();
  }

  public void closingFromAnotherThreadEndsABlockedRead() throws Exception {
    ModelStream stream = stalledModel().stream(request());
    CountDownLatch reading = new CountDownLatch(1);
    FutureTask<List<ModelEvent>> reader = Expect.start("model-contract-reader", () -> {
      reading.countDown();
      return drain(stream);
    });
    reading.await();

    stream.close();

    try {
      List<ModelEvent> events = Expect.promptly(reader, "Reading a closed stream");
      throw new AssertionError(
          "Reading a stream that is closed before it is complete must throw a ModelException,"
              + " but it ended after " + events);
    } catch (ModelException expected) {
      // that is how the reader learns of it
    }
  }

  public void twoStreamsAtOnceDoNotDisturbEachOther() throws Exception {
    Model model = model();
    int count = readAll(model).size();

    try (ModelStream first = model.stream(request())) {
      Expect.that(first.hasNext(), "a new stream must have an event");
      FutureTask<Integer> second =
          Expect.start("model-contract-second", () -> readAll(model).size());
      Expect.same(count, Expect.promptly(second, "The second stream"), "Events of the second");
      Expect.same(count, drain(first).size(), "Events of the first stream");
    }
  }

  public void theProfileIsTheSameAtEveryCall() {
    Model model = model();

    Expect.same(model.profile(), model.profile(), "The profile at the second call");
    Expect.that(!model.profile().name().isBlank(), "The profile must name the model");
  }

  private List<ModelEvent> readAll(Model model) {
    try (ModelStream stream = model.stream(request())) {
      return drain(stream);
    }
  }

  private static List<ModelEvent> drain(ModelStream stream) {
    List<ModelEvent> events = new ArrayList<>();
    stream.forEachRemaining(events::add);
    return events;
  }
}
