package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.WebSocketLink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Leads straight to an exec-server that listens. */
final class WebSocketConnector implements Connector {

  private final URI url;
  private final Map<String, String> headers;
  private final WebSocketLink.Client client;
  private final Duration interval;

  WebSocketConnector(URI url, Map<String, String> headers, RecoveryTimes times) {
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("ws") && !scheme.equals("wss") || url.getHost() == null) {
      throw new IllegalArgumentException("The exec-server address " + safe(url)
          + " is no WebSocket. Use ws://HOST:PORT or wss://HOST:PORT.");
    }
    if (scheme.equals("ws") && !headers.isEmpty() && !isLoopback(url.getHost())) {
      throw new IllegalArgumentException("The token for " + safe(url)
          + " would cross the network in the clear. Use wss:// or a tunnel to 127.0.0.1.");
    }
    this.url = url;
    this.headers = Map.copyOf(headers);
    this.client = new WebSocketLink.Client(times.connectTimeout());
    this.interval = times.directInterval();
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Queries and user names may carry secrets. */
  private static String safe(URI url) {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  @Override
  public Link open(Link.Listener listener, Contact contact) throws IOException {
    return client.open(url, headers, listener);
  }

  @Override
  public Duration delay(int failedAttempts) {
    return interval;
  }

  @Override
  public String toString() {
    return safe(url);
  }
}
