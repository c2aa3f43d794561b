package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.RpcException;
import dev.codex.sandbox.protocol.ErrorCode;
import dev.codex.sandbox.remote.registry.RegistryException;
import dev.codex.sandbox.remote.registry.UnusableAnswerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What a failed attempt to come back means. */
sealed interface Verdict {

  String reason();

  /**
   * It may work later.
   *
   * @param notBefore what the other side asked to wait
   */
  record Retry(String reason, Optional<Duration> notBefore) implements Verdict {}

  /** It never will. */
  record Final(String reason) implements Verdict {}

  /** The classifier of exec-server 6.4. */
  static Verdict of(IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (failure instanceof RegistryException registry) {
      return registry.isTransient() ? new Retry(reason, registry.retryAfter()) : new Final(reason);
    }
    if (failure instanceof RpcException answer) {
      // servers before 0.169 say the same words under the general code
      return answer.code() == ErrorCode.ALREADY_ATTACHED
              || answer.said().contains("already attached to another connection")
          ? new Retry(reason, Optional.empty())
          : new Final(reason);
    }
    return failure instanceof UnusableAnswerException
        ? new Final(reason)
        : new Retry(reason, Optional.empty());
  }
}
