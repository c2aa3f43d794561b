package dev.codex.internal.rpc;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A link over a WebSocket: a message is a text frame. */
public final class WebSocketLink implements Link {

  /** OkHttp ends a connection whose queue grows past 16 MiB. */
  private static final long MAX_QUEUED = 4 << 20;

  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(500);

  private final WebSocket socket;
  private final Events events;
  private final boolean binary;

  private WebSocketLink(WebSocket socket, Events events, boolean binary) {
    this.socket = socket;
    this.binary = binary;
    this.events = events;
  }

  /** Connects to WebSockets; holds the threads of all links that it opens. */
  public static final class Client {
    private final OkHttpClient client;

    /**
     * No redirects, no second tries, no limit on what arrives; connecting takes this long at most.
     */
    public Client(Duration connectTimeout) {
      client = new OkHttpClient.Builder()
          .connectTimeout(connectTimeout)
          .readTimeout(connectTimeout)
          .followRedirects(false)
          .followSslRedirects(false)
          .retryOnConnectionFailure(false)
          .build();
      client.dispatcher().setMaxRequests(1024);
      client.dispatcher().setMaxRequestsPerHost(1024);
    }

    /**
     * Connects.
     *
     * @throws UpgradeException if a server answered, but not with a WebSocket
     * @throws IOException if none could be reached in time
     */
    public Link open(URI url, Map<String, String> headers, Listener listener) throws IOException {
      return open(url, headers, listener, false);
    }

    /** Connects, and sends binary frames. */
    public Link openBinary(URI url, Map<String, String> headers, Listener listener)
        throws IOException {
      return open(url, headers, listener, true);
    }

    private Link open(URI url, Map<String, String> headers, Listener listener, boolean binary)
        throws IOException {
      Request.Builder request = new Request.Builder().url(url.toString());
      headers.forEach(request::header);
      Events events = new Events(listener);
      WebSocket socket = client.newWebSocket(request.build(), events);
      try {
        events.opened.get(client.connectTimeoutMillis() * 2L, TimeUnit.MILLISECONDS);
        return new WebSocketLink(socket, events, binary);
      } catch (TimeoutException e) {
        socket.cancel();
        throw new IOException("no answer from " + url + " in time", e);
      } catch (InterruptedException e) {
        socket.cancel();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while connecting to " + url, e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw new IOException("cannot connect to " + url + ": " + e.getCause(), e);
      }
    }
  }

  /** The server answered the request to become a WebSocket with another status. */
  public static final class UpgradeException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    UpgradeException(int status, String message) {
      super(message);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    while (socket.queueSize() > MAX_QUEUED && !events.ended.get()) {
      LockSupport.parkNanos(BREATH);
    }
    boolean sent = binary
        ? socket.send(ByteString.of(message))
        : socket.send(new String(message, StandardCharsets.UTF_8));
    if (!sent) {
      throw new LinkClosedException("the connection is closed");
    }
  }

  @Override
  public void close() {
    socket.cancel();
    events.end("closed here");
  }

  private static final class Events extends WebSocketListener {
    private final Listener listener;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Events(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      opened.complete(null);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      if (!ended.get()) {
        listener.message(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      if (!ended.get()) {
        listener.message(bytes.toByteArray());
      }
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.cancel();
      end(("closed by the other side with " + code + " " + reason).strip());
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
      opened.completeExceptionally(explain(failure, response));
      String message = failure.getMessage(); // none if the other side just went away
      end(message == null ? "it was cut off" : message);
    }

    private static Throwable explain(Throwable failure, @Nullable Response response) {
      return failure instanceof ProtocolException && response != null && response.code() != 101
          ? new UpgradeException(
              response.code(), "the server answered " + response.code() + " " + response.message())
          : failure;
    }

    void end(String reason) {
      boolean wasOpen = opened.isDone() && !opened.isCompletedExceptionally();
      if (ended.compareAndSet(false, true) && wasOpen) {
        listener.closed(reason);
      }
    }
  }
}
