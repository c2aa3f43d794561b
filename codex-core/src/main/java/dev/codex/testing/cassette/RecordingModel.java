package dev.codex.testing.cassette;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.policy.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to a real model and writes them with their answers to a {@link Cassette}. An
 * exchange is on disk when its answer has ended: complete, broken off, or closed by its reader.
 */
public final class RecordingModel implements Model {

  private final Model real;
  private final CassetteWriter writer;
  private final AtomicInteger requests = new AtomicInteger();

  RecordingModel(Model real, CassetteWriter writer) {
    this.real = real;
    this.writer = writer;
  }

  @Override
  public ModelStream stream(ModelRequest request) {
    int number = requests.incrementAndGet();
    JsonNode tree = RequestTree.of(request, writer.scrubber());
    try {
      return new RecordingStream(number, tree, real.stream(request));
    } catch (ModelException e) {
      writer.write(new Exchange(number, tree, List.of(), Exchange.End.REFUSED, e.failure()));
      throw e;
    }
  }

  @Override
  public Secrets secrets() {
    return real.secrets();
  }

  @Override
  public ModelProfile profile() {
    return real.profile();
  }

  /** An answer that is written down when it has ended. */
  private final class RecordingStream implements ModelStream {

    private final int number;
    private final JsonNode request;
    private final ModelStream answer;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ModelEvent> events = new ArrayList<>(); // guarded by lock
    private boolean ended; // guarded by lock

    RecordingStream(int number, JsonNode request, ModelStream answer) {
      this.number = number;
      this.request = request;
      this.answer = answer;
    }

    @Override
    public boolean hasNext() {
      try {
        return answer.hasNext();
      } catch (ModelException e) {
        end(Exchange.End.FAILED, e.failure());
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      ModelEvent event;
      try {
        event = answer.next();
      } catch (ModelException e) {
        end(Exchange.End.FAILED, e.failure());
        throw e;
      }
      lock.lock();
      try {
        events.add(event);
      } finally {
        lock.unlock();
      }
      if (event instanceof ModelEvent.Completed) {
        end(Exchange.End.COMPLETED, null);
      }
      return event;
    }

    @Override
    public boolean isReady() {
      return answer.isReady();
    }

    @Override
    public void close() {
      end(Exchange.End.CLOSED, null);
      answer.close();
    }

    private void end(Exchange.End end, @Nullable ModelFailure failure) {
      List<ModelEvent> all;
      lock.lock();
      try {
        if (ended) {
          return;
        }
        ended = true;
        all = List.copyOf(events);
      } finally {
        lock.unlock();
      }
      Scrubber scrubber = writer.scrubber();
      List<JsonNode> clean = new ArrayList<>();
      for (ModelEvent event : new DeltaRedaction(scrubber).apply(all)) {
        clean.add(JsonTree.mapTexts(ModelEventCodec.encode(event), scrubber::clean));
      }
      writer.write(new Exchange(number, request, clean, end, failure));
    }
  }
}
