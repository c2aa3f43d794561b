package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.WebSocketLink;
import dev.codex.sandbox.remote.registry.ExecutorRegistry;
import dev.codex.sandbox.remote.registry.UnusableAnswerException;
import dev.codex.sandbox.remote.relay.RelayLink;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks a registry where the executor is, each time, and meets it at the relay in between. */
final class RegistryConnector implements Connector {

  private static final int RETRIES = 4;
  private static final String NOISE = "noise_";

  private final ExecutorRegistry registry;
  private final RecoveryTimes times;
  private final WebSocketLink.Client client;
  private final RandomGenerator random;
  private volatile @Nullable String executorKey;

  RegistryConnector(ExecutorRegistry registry, RecoveryTimes times) {
    this(registry, times, new Random());
  }

  RegistryConnector(ExecutorRegistry registry, RecoveryTimes times, RandomGenerator random) {
    this.registry = registry;
    this.times = times;
    this.client = new WebSocketLink.Client(times.connectTimeout());
    this.random = random;
  }

  @Override
  public Link open(Link.Listener listener, Contact contact) throws IOException {
    ExecutorRegistry.Bundle bundle = registry.connect();
    if (contact == Contact.RESUME && !bundle.executorKey().equals(executorKey)) {
      throw new UnusableAnswerException("executor key changed during session recovery: the"
          + " executor was restarted, and its processes are gone");
    }
    if (bundle.profile().startsWith(NOISE)) {
      throw new UnusableAnswerException("the executor wants the encrypted relay "
          + bundle.profile()
          + ", which this client does not speak. Let it listen on a WebSocket, or bridge it.");
    }
    executorKey = bundle.executorKey();
    return RelayLink.open(
        relay -> client.openBinary(bundle.url(), Map.of(), relay), listener, random);
  }

  @Override
  public Duration delay(int failedAttempts) {
    return backoff(times, failedAttempts, random);
  }

  /** Doubles from attempt to attempt; up to half is added, so that not all clients come at once. */
  static Duration backoff(RecoveryTimes times, int failedAttempts, RandomGenerator random) {
    long base = Math.min(
        times.registryBackoff().toMillis() << Math.min(failedAttempts, 4),
        times.maxRegistryBackoff().toMillis());
    return Duration.ofMillis(base + random.nextLong(base / 2 + 1));
  }

  @Override
  public int firstRetries() {
    return RETRIES;
  }

  @Override
  public String toString() {
    return registry.toString();
  }
}
