package dev.codex.sandbox.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when somebody waits: at once, and by as much. */
final class FakePace implements Pace {

  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  double seconds() {
    return nanos.get() / 1e9;
  }

  @Override
  public void sleep(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Fakes answer before they return, so what is not there yet never comes. */
  @Override
  public <T> T await(CompletableFuture<T> answer, Duration within)
      throws IOException, TimeoutException {
    if (!answer.isDone()) {
      sleep(within);
      throw new TimeoutException("no answer in " + within);
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw Pace.asIo(e);
    } catch (InterruptedException e) {
      throw Pace.interrupted();
    }
  }
}
