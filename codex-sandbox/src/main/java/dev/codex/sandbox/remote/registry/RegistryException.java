package dev.codex.sandbox.remote.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An executor registry answered with an error status. */
public final class RegistryException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final String OFFLINE = "environment_offline";

  private final int status;
  private final String code;
  private final transient Optional<Duration> retryAfter;

  public RegistryException(String message, int status, String code, Optional<Duration> retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  /** The registry's {@code error.code}; empty if there was none. */
  public String code() {
    return code;
  }

  /** How long the registry asked to wait. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * Whether the same request may succeed soon. A conflict is one only when the executor is just
   * offline, which it is for a moment when its own connection to the registry has dropped too.
   */
  public boolean isTransient() {
    return status >= 500 || status == 408 || status == 429 || status == 409 && code.equals(OFFLINE);
  }
}
