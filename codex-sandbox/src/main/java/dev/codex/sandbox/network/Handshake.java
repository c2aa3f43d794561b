package dev.codex.sandbox.network;

import dev.codex.policy.OpenConnection;
import java.io.IOException;
import java.io.OutputStream;

/** What is said before bytes are passed on. */
interface Handshake {

  /** Everything until the end of the stream. */
  long ENDLESS = Long.MAX_VALUE;

  /**
   * Reads where the client wants to go.
   *
   * @throws Refusal if it cannot be said
   */
  Target target() throws IOException;

  /**
   * Says that the connection is there, to whichever end has to hear it.
   *
   * @return how many of the client's bytes may follow
   */
  long accept(OutputStream remote) throws IOException;

  /** Says why there is none. */
  void refuse(IOException reason) throws IOException;

  /** Where to. */
  record Target(String host, int port, OpenConnection.Protocol protocol) {}
}
