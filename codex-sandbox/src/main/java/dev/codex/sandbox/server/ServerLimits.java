package dev.codex.sandbox.server;

import java.time.Duration;
import org.immutables.value.Value;

/** How much clients can make an executor keep. */
@Value.Immutable
public interface ServerLimits {

  /** Connections at once, those in the handshake included. */
  @Value.Default
  default int maxConnections() {
    return 1024;
  }

  @Value.Default
  default int maxSessions() {
    return 256;
  }

  /** Processes of one session, ended ones that can still be read included. */
  @Value.Default
  default int maxProcesses() {
    return 4096;
  }

  /** Bytes of one message from a client. */
  @Value.Default
  default int maxMessageBytes() {
    return 16 << 20;
  }

  /** Bytes of output that are kept of each process, the newest. */
  @Value.Default
  default int retainedOutputBytes() {
    return 1 << 20;
  }

  /** How long a session lives without a connection. Codex 0.169 tries to come back for 50 s. */
  @Value.Default
  default Duration sessionRetention() {
    return Duration.ofSeconds(80);
  }

  /** How long a process that has ended can still be read. */
  @Value.Default
  default Duration processRetention() {
    return Duration.ofSeconds(80);
  }

  /** For the request with which a connection begins. */
  @Value.Default
  default Duration handshakeTimeout() {
    return Duration.ofSeconds(10);
  }

  static ServerLimits standard() {
    return builder().build();
  }

  static Builder builder() {
    return new Builder();
  }

  /** Builds limits. */
  final class Builder extends ImmutableServerLimits.Builder {
    Builder() {}
  }
}
