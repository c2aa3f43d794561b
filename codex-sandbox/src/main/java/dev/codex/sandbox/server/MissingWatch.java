package dev.codex.sandbox.server;

import dev.codex.internal.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Tells a client, once, when one of the paths that it misses has appeared. */
final class MissingWatch {

  private static final int MAX_PATHS = 256;
  private static final int MAX_WATCHES = 256;
  private static final long PERIOD_MILLIS = 250;

  private final ScheduledThreadPoolExecutor timer;
  private final AtomicInteger watches = new AtomicInteger();

  MissingWatch(ScheduledThreadPoolExecutor timer) {
    this.timer = timer;
  }

  Json.Writer add(ClientConnection client, Params params) throws Refusal {
    long watchId = params.needNumber("watchId");
    List<Path> missing = params.paths("missing");
    List<Path> present = params.paths("present");
    if (missing.size() + present.size() > MAX_PATHS || watches.get() >= MAX_WATCHES) {
      return answer(false);
    }
    watches.incrementAndGet();
    AtomicReference<ScheduledFuture<?>> self = new AtomicReference<>();
    Runnable look = () -> {
      boolean changed =
          missing.stream().anyMatch(Files::exists) || present.stream().anyMatch(Files::notExists);
      if (changed || client.isEnded()) {
        watches.decrementAndGet();
        Objects.requireNonNull(self.get(), "the watch itself").cancel(false);
      }
      if (changed) {
        tell(client, watchId);
      }
    };
    self.set(
        timer.scheduleWithFixedDelay(look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS));
    return answer(true);
  }

  private static Json.Writer answer(boolean watching) {
    return json -> {
      json.writeStartObject();
      json.writeBooleanField("watching", watching);
      json.writeEndObject();
    };
  }

  private static void tell(ClientConnection client, long watchId) {
    try {
      client.send(ServerProcess.notice(
          "fs/missingChanged", json -> json.writeNumberField("watchId", watchId)));
    } catch (IOException e) {
      // the client is gone, and with it its interest
    }
  }
}
