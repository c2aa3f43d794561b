package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.Link;
import java.io.IOException;
import java.time.Duration;

/** A way to an executor. Each link that it opens is a new one; what it leads to is the same. */
interface Connector {

  /** Opens a link. */
  Link open(Link.Listener listener, Contact contact) throws IOException;

  /** What a link is for. */
  enum Contact {
    FIRST,
    /** To get back to the executor of before, and to no other. */
    RESUME
  }

  /** The wait after so many failed attempts. */
  Duration delay(int failedAttempts);

  /** Whether a second link can lead back to the same session. */
  default boolean isReconnectable() {
    return true;
  }

  /** How often the first attempt of all is repeated if it fails for a moment. */
  default int firstRetries() {
    return 0;
  }

  /** Where it leads, for messages; without secrets. */
  @Override
  String toString();
}
