package dev.codex.model.openai;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import dev.codex.internal.http.Backoff;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The inner layer of retries: sends a request until there is an answer to read. Failing servers
 * (5xx) and failing connections are tried again; everything else is for the turn to decide. {@link
 * #giveUp} may come from any thread and ends sending, waiting and reading.
 */
final class Sending {

  static final String IDLE = "idle timeout waiting for SSE";

  private final Exchange exchange;
  private final int retries;
  private final Surroundings surroundings;
  private final Backoff backoff;
  private final StatusFailures failures;
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private volatile @Nullable Call call;
  private int attempts;

  Sending(Exchange exchange, int retries, Surroundings surroundings) {
    this.exchange = exchange;
    this.retries = retries;
    this.surroundings = surroundings;
    this.backoff = new Backoff(surroundings.random());
    this.failures = new StatusFailures(surroundings.clock());
  }

  /** A successful response, its body yet unread. */
  Response send() {
    if (!exchange.endpoint().isUrl()) {
      throw ModelException.of(StreamFailures.disconnected(Kind.CONNECTION, "builder error"));
    }
    while (true) {
      attempts++;
      ModelException failure;
      try {
        Response response = open().execute();
        if (response.isSuccessful()) {
          exchange.remember(response);
          return response;
        }
        failure = refused(response);
        if (response.code() < 500 || attempts > retries) {
          throw failure;
        }
      } catch (IOException e) {
        failure = ModelException.of(unsent(e).toBuilder().attempts(attempts).build(), e);
        if (failure.failure().kind() != Kind.CONNECTION || attempts > retries) {
          throw failure;
        }
      }
      pause(failure);
    }
  }

  /** Stops whatever is going on, for good. */
  void giveUp() {
    givenUp.countDown();
    abort();
  }

  /** Closes the connection. */
  void abort() {
    Call current = call;
    if (current != null) {
      current.cancel();
    }
  }

  boolean isGivenUp() {
    return givenUp.getCount() == 0;
  }

  ModelFailure givenUp() {
    return ModelFailure.builder()
        .kind(Kind.OTHER)
        .message("The answer was given up before it was complete.")
        .isRetryable(false)
        .attempts(Math.max(1, attempts))
        .build();
  }

  /** What a thread is told that was interrupted while it waited; its flag is set again. */
  ModelFailure interrupted() {
    Thread.currentThread().interrupt();
    return ModelFailure.builder()
        .kind(Kind.OTHER)
        .message("The thread was interrupted while it waited for the model.")
        .isRetryable(false)
        .attempts(Math.max(1, attempts))
        .build();
  }

  private Call open() {
    if (isGivenUp()) {
      throw ModelException.of(givenUp());
    }
    Call next = exchange.newCall();
    call = next;
    if (isGivenUp()) {
      next.cancel();
    }
    return next;
  }

  private ModelException refused(Response response) {
    try (response) {
      return ModelException.of(
          failures.of(response).toBuilder().attempts(attempts).build());
    }
  }

  private ModelFailure unsent(IOException e) {
    if (isGivenUp()) {
      return givenUp();
    }
    if (isReadTimeout(e)) {
      return StreamFailures.disconnected(Kind.STREAM, IDLE);
    }
    if (isInterrupt(e)) {
      return interrupted();
    }
    return StreamFailures.disconnected(
        Kind.CONNECTION, "error sending request for url (" + exchange.endpoint().location() + ")");
  }

  /** A server that took the request and says nothing, as opposed to one that cannot be reached. */
  static boolean isReadTimeout(IOException e) {
    return e instanceof SocketTimeoutException
        && ("timeout".equals(e.getMessage()) || "Read timed out".equals(e.getMessage()));
  }

  static boolean isInterrupt(IOException e) {
    return e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)
        || Thread.currentThread().isInterrupted();
  }

  private void pause(ModelException before) {
    try {
      surroundings.sleeper().sleep(backoff.before(attempts), givenUp);
    } catch (InterruptedException e) {
      throw ModelException.of(interrupted(), before);
    }
    if (isGivenUp()) {
      throw ModelException.of(givenUp(), before);
    }
  }
}
