package dev.codex.model.openai;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import dev.codex.internal.http.SseException;
import dev.codex.internal.http.SseReader;
import dev.codex.item.ToolCall;
import dev.codex.model.ItemDone;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import dev.codex.model.RateLimits;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An answer while it comes in. The reading thread owns the response; another thread that closes the
 * stream cancels the call and leaves the response to the reader, unless nobody reads just then.
 */
final class ResponsesStream implements ModelStream {

  /** For the few bytes that a server sends behind the last event, so the connection is kept. */
  private static final long DRAIN_MILLIS = 25;

  private static final long MAX_DRAINED_BYTES = 64 << 10;

  private final Sending sending;
  private final Duration idleTimeout;
  private final EventDecoder decoder;
  private final Runnable onLastAnswer;
  private final Queue<ModelEvent> ready = new ArrayDeque<>(2);
  private final AtomicBoolean reading = new AtomicBoolean();

  // touched only by whoever set reading
  private @Nullable Response response;
  private @Nullable SseReader events;
  private @Nullable ModelException failure;
  private boolean calls; // a tool
  private boolean completed;
  private boolean released;

  /**
   * @param onLastAnswer called when the answer is complete and calls no tool, after which nearly
   *     all turns are over
   */
  ResponsesStream(
      Sending sending, Duration idleTimeout, EventDecoder decoder, Runnable onLastAnswer) {
    this.sending = sending;
    this.idleTimeout = idleTimeout;
    this.decoder = decoder;
    this.onLastAnswer = onLastAnswer;
  }

  @Override
  public boolean hasNext() {
    if (!reading.compareAndSet(false, true)) {
      throw sending.isGivenUp()
          ? ModelException.of(sending.givenUp())
          : new IllegalStateException("A ModelStream is read by one thread at a time.");
    }
    try {
      return advance();
    } finally {
      reading.set(false);
      if (sending.isGivenUp()) {
        close();
      }
    }
  }

  @Override
  public ModelEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The answer is complete.");
    }
    return ready.remove();
  }

  @Override
  public boolean isReady() {
    if (!reading.compareAndSet(false, true)) {
      return false;
    }
    try {
      return !ready.isEmpty() || completed || failure != null || hasArrived();
    } finally {
      reading.set(false);
      if (sending.isGivenUp()) {
        close();
      }
    }
  }

  /** Looks through what has arrived for an event that means something. */
  private boolean hasArrived() {
    SseReader reader = events;
    try {
      while (reader != null && reader.isNextHere()) {
        if (!reader.next()) {
          return false;
        }
        ModelEvent event = decoder.decode(reader.buffer(), reader.offset(), reader.length());
        if (event != null) {
          note(event);
          ready.add(event);
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      fail(ModelException.of(broken(e), e));
      return true;
    } catch (ModelException e) {
      fail(e);
      return true;
    }
  }

  @Override
  public void close() {
    boolean owner = reading.compareAndSet(false, true);
    if (!owner || !completed) {
      sending.giveUp();
    }
    if (owner) {
      try {
        release();
      } finally {
        reading.set(false);
      }
    }
  }

  private boolean advance() {
    if (!ready.isEmpty()) {
      return true;
    }
    if (completed) {
      release();
      return false;
    }
    if (failure != null) {
      throw failure;
    }
    try {
      read();
      return true;
    } catch (IOException e) {
      throw fail(ModelException.of(broken(e), e));
    } catch (ModelException e) {
      throw fail(e);
    }
  }

  /** Adds to what is ready. */
  private void read() throws IOException {
    SseReader reader = events;
    if (reader == null) {
      reader = open();
      if (!ready.isEmpty()) {
        return;
      }
    }
    while (reader.next()) {
      ModelEvent event = decoder.decode(reader.buffer(), reader.offset(), reader.length());
      if (event != null) {
        note(event);
        ready.add(event);
        return;
      }
    }
    throw ModelException.of(
        StreamFailures.disconnected(Kind.STREAM, "stream closed before response.completed"));
  }

  private void note(ModelEvent event) {
    if (event instanceof ItemDone done) {
      calls |= done.item() instanceof ToolCall;
    }
    completed = event instanceof ModelEvent.Completed;
    if (completed && !calls) {
      onLastAnswer.run();
    }
  }

  private SseReader open() {
    if (sending.isGivenUp()) {
      throw ModelException.of(sending.givenUp());
    }
    Response opened = sending.send();
    response = opened;
    SseReader reader = new SseReader(opened.body().source(), idleTimeout);
    events = reader;
    for (RateLimits limits : new LimitHeaders(opened.headers()).read()) {
      ready.add(new ModelEvent.Limits(limits));
    }
    return reader;
  }

  private ModelFailure broken(IOException e) {
    if (sending.isGivenUp()) {
      return sending.givenUp();
    }
    if (e instanceof SocketTimeoutException) {
      return StreamFailures.disconnected(Kind.STREAM, Sending.IDLE);
    }
    if (e instanceof SseException) {
      return StreamFailures.disconnected(
          Kind.STREAM,
          Objects.requireNonNull(e.getMessage(), "an SseException says what is wrong"));
    }
    if (Sending.isInterrupt(e)) {
      return sending.interrupted();
    }
    return StreamFailures.disconnected(
        Kind.STREAM, "Transport error: network error: error decoding response body");
  }

  private ModelException fail(ModelException e) {
    ModelException full = e;
    Response from = response;
    if (from != null && e.requestId().isEmpty()) {
      ModelFailure withId =
          e.failure().toBuilder().requestId(StatusFailures.requestId(from)).build();
      full = ModelException.of(withId, e.getCause());
    }
    failure = full;
    release();
    return full;
  }

  private void release() {
    Response from = response;
    if (released || from == null) {
      return;
    }
    released = true;
    if (!completed || !drained(from.body().source())) {
      sending.abort();
    }
    from.close();
  }

  /** Whether the body was read to its end without waiting for long. */
  private static boolean drained(BufferedSource body) {
    try {
      body.timeout().deadline(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
      long count = 0;
      while (!body.exhausted()) {
        count += body.getBuffer().size();
        body.getBuffer().clear();
        if (count > MAX_DRAINED_BYTES) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
