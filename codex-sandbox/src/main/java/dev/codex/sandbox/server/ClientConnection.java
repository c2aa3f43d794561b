package dev.codex.sandbox.server;

import dev.codex.internal.json.Json;
import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.RpcMessage;
import dev.codex.sandbox.protocol.ErrorCode;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client. Requests are worked on in the order of arrival; only those that wait
 * for something do so elsewhere.
 */
final class ClientConnection implements Link.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final String UNREADABLE =
      "failed to parse websocket JSON-RPC message from exec-server client: ";

  private final Link link;
  private final LivenessProbe liveness;
  private final String who;
  private final Sessions sessions;
  private final Methods methods;
  private final FileHandles handles = new FileHandles();
  private Phase phase = Phase.NEW; // only the reading thread
  private volatile @Nullable ServerSession session;
  private volatile boolean challenged;
  private volatile boolean ended;

  private enum Phase {
    NEW,
    INITIALIZING,
    READY
  }

  /** Finds out whether the client is still there. */
  interface LivenessProbe {

    void ping() throws IOException;

    /** When it was last heard, on the scale of {@link System#nanoTime}. */
    long lastHeard();
  }

  ClientConnection(
      Link link, LivenessProbe liveness, String who, Sessions sessions, Methods methods) {
    this.link = link;
    this.liveness = liveness;
    this.who = who;
    this.sessions = sessions;
    this.methods = methods;
  }

  String who() {
    return who;
  }

  FileHandles handles() {
    return handles;
  }

  boolean isEnded() {
    return ended;
  }

  ServerSession session() {
    return Objects.requireNonNull(session, "requests are let through only in a session");
  }

  /** Sends a message; a client that cannot be reached any more is detached. */
  void send(byte[] message) throws IOException {
    try {
      link.send(message);
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  boolean isChallenged() {
    return challenged;
  }

  void ping() {
    challenged = true;
    try {
      liveness.ping();
    } catch (IOException e) {
      link.close();
    }
  }

  void endUnlessHeardSince(long asked) {
    challenged = false;
    if (liveness.lastHeard() - asked < 0) {
      LOG.info("A connection without a sign of life gives way to a new one.");
      link.close();
    }
  }

  @Override
  public void message(byte[] bytes) {
    try {
      take(RpcMessage.decode(bytes));
    } catch (IOException e) {
      new Reply(this::send, "-1")
          .refuse(new Refusal(ErrorCode.INVALID_REQUEST, UNREADABLE + e.getMessage()));
    }
  }

  private void take(RpcMessage message) {
    if (message instanceof RpcMessage.Call call) {
      Reply reply = new Reply(this::send, call.id());
      try {
        answer(call, reply);
      } catch (Refusal e) {
        reply.refuse(e);
      } catch (RuntimeException e) {
        LOG.error("A request of the kind {} failed.", call.method(), e);
        reply.refuse(Refusal.internal("the executor failed at this request; see its log"));
      }
    } else if (message instanceof RpcMessage.Notification notification
        && notification.method().equals("initialized")
        && phase != Phase.NEW) {
      phase = Phase.READY;
    } else {
      LOG.warn("A client sent what it may not, and was disconnected.");
      link.close();
    }
  }

  private void answer(RpcMessage.Call call, Reply reply) throws Refusal {
    if (call.method().equals("initialize")) {
      initialize(Params.of(call.params()), reply);
      return;
    }
    if (phase != Phase.READY) {
      throw Refusal.request("client must "
          + (phase == Phase.NEW ? "call initialize" : "send initialized")
          + " before using "
          + Methods.family(call.method())
          + " methods");
    }
    methods.handle(this, call.method(), Params.of(call.params()), reply);
  }

  private void initialize(Params params, Reply reply) throws Refusal {
    if (phase != Phase.NEW) {
      throw Refusal.request("initialize may only be sent once per connection");
    }
    params.text("clientName");
    ServerSession attached = params.has("resumeSessionId")
        ? sessions.resume(params.text("resumeSessionId"), this)
        : sessions.create(this);
    session = attached;
    phase = Phase.INITIALIZING;
    Json.Writer info = methods.environment().info();
    reply.result(json -> {
      json.writeStartObject();
      json.writeStringField("sessionId", attached.id());
      json.writeFieldName("environmentInfo");
      info.write(json);
      json.writeEndObject();
    });
  }

  @Override
  public void closed(String reason) {
    ended = true;
    ServerSession mine = session;
    if (mine != null) {
      mine.detach(this);
    }
    handles.close();
    LOG.debug("A connection ended: {}", reason);
  }
}
