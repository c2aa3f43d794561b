package dev.codex.sandbox.server;

import dev.codex.internal.rpc.Link;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The one client of a server that speaks on its standard streams. */
final class StdioClient {

  private final Sessions sessions;
  private final Methods methods;
  private final CountDownLatch over;
  private volatile @Nullable ClientConnection connection;

  StdioClient(Sessions sessions, Methods methods, CountDownLatch over) {
    this.sessions = sessions;
    this.methods = methods;
    this.over = over;
  }

  /** Opens the link; nothing is read from it before the connection stands. */
  Link open(Link.Opener opener) {
    CountDownLatch ready = new CountDownLatch(1);
    try {
      Link link = opener.open(new Link.Listener() {
        @Override
        public void message(byte[] message) {
          await(ready).message(message);
        }

        @Override
        public void closed(String reason) {
          await(ready).closed(reason);
          over.countDown();
        }
      });
      connection = new ClientConnection(link, new Always(), "stdio", sessions, methods);
      ready.countDown();
      return link;
    } catch (IOException e) {
      throw new IllegalStateException("streams are open already", e);
    }
  }

  private ClientConnection await(CountDownLatch ready) {
    try {
      ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ClientConnection ours = connection;
    if (ours == null) {
      throw new IllegalStateException("interrupted before the first message");
    }
    return ours;
  }

  /** A pipe that is broken says so. */
  private static final class Always implements ClientConnection.LivenessProbe {
    @Override
    public void ping() {}

    @Override
    public long lastHeard() {
      return System.nanoTime();
    }
  }
}
