package dev.codex.internal.rpc;

import java.io.IOException;

/** Carries whole messages in both directions until it breaks; it never comes back. */
public interface Link {

  /**
   * Sends a message; waits while the other side does not keep up.
   *
   * @param message UTF-8; not changed by anybody from now on
   * @throws IOException if the link is broken; the message may or may not have arrived
   */
  void send(byte[] message) throws IOException;

  /** Breaks the link at once. The listener is told if it was not yet. */
  void close();

  /** What arrives: one message at a time, in the order of arrival. */
  interface Listener {

    /** A message; as long as this does not return, nothing more is taken from the other side. */
    void message(byte[] message);

    /** The end of the link, once. No message begins after it; one may still be in the works. */
    void closed(String reason);
  }

  /** Makes a link; messages may arrive before this returns. */
  @FunctionalInterface
  interface Opener {
    Link open(Listener listener) throws IOException;
  }
}
