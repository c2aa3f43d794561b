package dev.codex.sandbox.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Time, as far as a client waits for it. */
interface Pace {

  /** The time that passes by itself. */
  Pace REAL = new Pace() {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    public <T> T await(CompletableFuture<T> answer, Duration within)
        throws IOException, TimeoutException {
      try {
        return answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw asIo(e);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  };

  /** On the scale of {@link System#nanoTime}. */
  long nanos();

  void sleep(Duration duration) throws InterruptedException;

  /** The answer, or its failure. */
  <T> T await(CompletableFuture<T> answer, Duration within) throws IOException, TimeoutException;

  static IOException asIo(ExecutionException e) {
    return e.getCause() instanceof IOException failure
        ? failure
        : new IOException(String.valueOf(e.getCause()), e);
  }

  /** To be thrown after an interrupt; the thread keeps its flag. */
  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the executor");
  }
}
