package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Shows a test each message before it is sent, on the thread that sends it. */
record TappedConnector(Connector real, UnaryOperator<String> tap) implements Connector {

  @Override
  public Link open(Link.Listener listener, Contact contact) throws IOException {
    Link link = real.open(listener, contact);
    return new Link() {
      @Override
      public void send(byte[] message) throws IOException {
        String text = tap.apply(new String(message, StandardCharsets.UTF_8));
        link.send(text.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  @Override
  public Duration delay(int failedAttempts) {
    return real.delay(failedAttempts);
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
