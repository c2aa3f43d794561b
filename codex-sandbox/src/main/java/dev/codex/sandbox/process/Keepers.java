package dev.codex.sandbox.process;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of a sandbox, made for its first command, since that takes as long as one. What fails
 * for a reason of the moment is tried again for the next command.
 */
final class Keepers {

  private static final Logger LOG = LoggerFactory.getLogger(Keepers.class);

  private final Maker maker;
  private final AtomicReference<@Nullable FutureTask<Optional<Keeper>>> attempt =
      new AtomicReference<>();
  private final AtomicBoolean isReported = new AtomicBoolean();

  Keepers(Maker maker) {
    this.maker = maker;
  }

  /** Empty if there is none, for this command or for ever. */
  Optional<Keeper> get() {
    while (true) {
      FutureTask<Optional<Keeper>> mine = new FutureTask<>(maker::make);
      FutureTask<Optional<Keeper>> present = attempt.compareAndExchange(null, mine);
      if (present == null) {
        mine.run();
      }
      FutureTask<Optional<Keeper>> current = present == null ? mine : present;
      try {
        return current.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        attempt.compareAndSet(current, null);
        if (current == mine) {
          report(e.getCause());
          return Optional.empty();
        }
        // another thread failed, and perhaps only because it was interrupted
      }
    }
  }

  private void report(@Nullable Throwable reason) {
    if (isReported.compareAndSet(false, true)) {
      LOG.warn(
          "A command is started without a process that keeps its descendants together; those that"
              + " hide may outlive it. The next command tries again.",
          reason);
    }
  }

  /** Makes a keeper. */
  @FunctionalInterface
  interface Maker {

    /**
     * One, or empty if there never will be one.
     *
     * @throws IOException if there may be one another time
     */
    Optional<Keeper> make() throws IOException;
  }
}
