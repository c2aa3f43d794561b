package dev.codex.internal.rpc;

import dev.codex.internal.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The asking side of a link: pairs answers with requests and hands on what nobody asked for. Safe
 * for use by many threads. At most {@value #MAX_PENDING} requests are on their way at once, since
 * servers are known to stall on more; who comes later waits, but for the thread that hears the
 * answers.
 */
public final class RpcConnection {

  private static final int MAX_PENDING = 64;
  private static final int METHOD_NOT_FOUND = -32601;

  private final Handler handler;
  private final Map<String, CompletableFuture<JsonSlice>> pending = new ConcurrentHashMap<>();
  private final Room room = new Room();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch linked = new CountDownLatch(1);
  private volatile @Nullable Link link; // set once, before linked opens
  private volatile String reason = "";
  private volatile long lastArrival = System.nanoTime();
  private volatile @Nullable Thread hearing; // while a message is handled

  private RpcConnection(Handler handler) {
    this.handler = handler;
  }

  /** What the other side sends without being asked; on the link's reading thread. */
  public interface Handler {

    /** Anything thrown here closes the connection. */
    void notification(String method, JsonSlice params) throws IOException;

    /** Once, after the last notification. */
    void closed(String reason);
  }

  /** Opens the link and begins to listen. */
  public static RpcConnection open(Link.Opener opener, Handler handler) throws IOException {
    RpcConnection connection = new RpcConnection(handler);
    try {
      connection.link = opener.open(connection.new Incoming());
    } finally {
      connection.linked.countDown();
    }
    return connection;
  }

  /**
   * Sends a request. The answer is the result, an {@link RpcException}, or a {@link
   * LinkClosedException}.
   */
  public CompletableFuture<JsonSlice> request(String method, Json.Writer params) {
    CompletableFuture<JsonSlice> answer = new CompletableFuture<>();
    if (Thread.currentThread() == hearing) {
      room.exceed(); // nobody else could make room
    } else {
      room.acquireUninterruptibly();
    }
    String id = Long.toString(lastId.incrementAndGet());
    pending.put(id, answer);
    try {
      byte[] message = Json.bytes(json -> {
        json.writeStartObject();
        json.writeFieldName("id");
        json.writeRawValue(id);
        json.writeStringField("method", method);
        json.writeFieldName("params");
        params.write(json);
        json.writeEndObject();
      });
      link().send(message);
    } catch (IOException | RuntimeException e) {
      settle(id, null, new LinkClosedException(reasonOr(e)));
    }
    if (ended.get()) {
      settle(id, null, new LinkClosedException(reason));
    }
    return answer;
  }

  public void notify(String method, Json.Writer params) throws IOException {
    link().send(Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("method", method);
      json.writeFieldName("params");
      params.write(json);
      json.writeEndObject();
    }));
  }

  public boolean isOpen() {
    return !ended.get();
  }

  /** When the last message came, on the scale of {@link System#nanoTime}. */
  public long lastArrival() {
    return lastArrival;
  }

  /** Whether a message is being handled, so that no other can be heard. */
  public boolean isHandling() {
    return hearing != null;
  }

  /** Closes the link; requests without an answer fail with this reason. */
  public void close(String why) {
    if (reason.isEmpty()) {
      reason = why;
    }
    Link open = link;
    if (open != null) {
      open.close();
    }
  }

  private String reasonOr(Exception e) {
    return reason.isEmpty() ? String.valueOf(e.getMessage()) : reason;
  }

  private Link link() throws IOException {
    Link open = link;
    if (open != null) {
      return open; // awaiting would fail an interrupted thread as if the link were broken
    }
    try {
      linked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while connecting", e);
    }
    open = link;
    if (open == null) {
      throw new LinkClosedException("the connection could not be opened");
    }
    return open;
  }

  private void settle(String id, @Nullable JsonSlice result, @Nullable IOException failure) {
    CompletableFuture<JsonSlice> answer = pending.remove(id);
    if (answer == null) {
      return;
    }
    room.release();
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else {
      answer.complete(result);
    }
  }

  private void take(byte[] bytes) throws IOException {
    RpcMessage message = RpcMessage.decode(bytes);
    if (message instanceof RpcMessage.Notification notification) {
      handler.notification(notification.method(), notification.params());
    } else if (message instanceof RpcMessage.Result result) {
      expect(result.id());
      settle(result.id(), result.value(), null);
    } else if (message instanceof RpcMessage.Failure failure) {
      expect(failure.id());
      settle(failure.id(), null, new RpcException(failure.code(), failure.message()));
    } else if (message instanceof RpcMessage.Call call) {
      link().send(Json.bytes(json -> {
        json.writeStartObject();
        json.writeFieldName("id");
        json.writeRawValue(call.id());
        json.writeObjectFieldStart("error");
        json.writeNumberField("code", METHOD_NOT_FOUND);
        json.writeStringField("message", "this client does not offer " + call.method());
        json.writeEndObject();
        json.writeEndObject();
      }));
    }
  }

  private void expect(String id) throws IOException {
    if (!pending.containsKey(id)) {
      throw new IOException("an answer came to a request that was not made");
    }
  }

  /** How many more requests may be on their way; less than none after some that could not wait. */
  private static final class Room extends Semaphore {
    private static final long serialVersionUID = 1L;

    Room() {
      super(MAX_PENDING);
    }

    void exceed() {
      reducePermits(1);
    }
  }

  private final class Incoming implements Link.Listener {

    @Override
    public void message(byte[] message) {
      lastArrival = System.nanoTime();
      hearing = Thread.currentThread();
      try {
        take(message);
      } catch (IOException | RuntimeException e) {
        RpcConnection.this.close("a message could not be handled: " + e.getMessage());
      } finally {
        hearing = null;
        lastArrival = System.nanoTime();
      }
    }

    @Override
    public void closed(String why) {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      if (reason.isEmpty()) {
        reason = why;
      }
      pending.keySet().forEach(id -> settle(id, null, new LinkClosedException(reason)));
      handler.closed(reason);
    }
  }
}
