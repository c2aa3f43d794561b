package dev.codex.sandbox.remote;

import dev.codex.internal.json.Json;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.internal.rpc.LinkClosedException;
import dev.codex.internal.rpc.RpcConnection;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session on an executor, over as many connections as it takes. Connects when it is first used;
 * who calls while a connection is being made or made again, waits for it. After recovery has failed
 * the next call begins a new session, in which nothing of the old one lives on.
 */
final class ExecClient implements AutoCloseable {

  private final Surroundings around;
  private final Map<String, RemoteCommand> commands = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Watch watch;

  // all guarded by lock
  private State state = State.IDLE;
  private int attempt;
  private @Nullable IOException failure;
  private @Nullable Attachment current;

  private enum State {
    IDLE,
    CONNECTING,
    READY,
    RECOVERING,
    CLOSED
  }

  /** What a client works with. */
  record Surroundings(Connector connector, RecoveryTimes times, Pace pace) {}

  /** Whether a request may be sent again when its answer was lost. */
  enum Repeat {
    /** It changes nothing, or the server notices that it had it before. */
    SAFE,
    /** Nobody knows whether it was done. */
    NEVER
  }

  ExecClient(Surroundings around) {
    this.around = around;
    this.watch = new Watch(this, around.times().silence());
  }

  /** Commands whose events are wanted, by process id. */
  Map<String, RemoteCommand> commands() {
    return commands;
  }

  boolean isConnected() {
    lock.lock();
    try {
      return state == State.READY;
    } finally {
      lock.unlock();
    }
  }

  /** The attachment, once there is one. */
  Attachment ready() throws IOException {
    lock.lock();
    try {
      if (!awaitTurn()) {
        return java.util.Objects.requireNonNull(current, "it is ready");
      }
      state = State.CONNECTING;
      attempt++;
      failure = null;
    } finally {
      lock.unlock();
    }
    return connect();
  }

  /** Waits until it is ready, or this thread's turn to connect. True if that. */
  private boolean awaitTurn() throws IOException {
    int waitedFor = -1;
    try {
      while (state != State.READY) {
        if (state == State.CLOSED) {
          throw new IOException("The connection to " + around.connector() + " was closed.");
        }
        if (state == State.IDLE) {
          boolean burnt = failure != null && !around.connector().isReconnectable();
          if (failure != null && (burnt || waitedFor == attempt)) {
            throw new IOException(failure.getMessage(), failure);
          }
          return true;
        }
        waitedFor = attempt;
        changed.await();
      }
      return false;
    } catch (InterruptedException e) {
      throw Pace.interrupted();
    }
  }

  private Attachment connect() throws IOException {
    IOException problem;
    try {
      Events events = new Events();
      Attachment attachment = Attachment.first(around, events);
      events.of(attachment.connection());
      become(State.READY, attachment, null);
      watch.wake();
      if (!attachment.connection().isOpen()) {
        lost(attachment.connection(), "it broke at once");
      }
      return attachment;
    } catch (IOException e) {
      problem = new IOException("Cannot reach " + around.connector() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      become(State.IDLE, null, new IOException(String.valueOf(e), e));
      throw e;
    }
    become(State.IDLE, null, problem);
    throw problem;
  }

  private void become(State next, @Nullable Attachment attachment, @Nullable IOException why) {
    lock.lock();
    try {
      if (state != State.CLOSED) {
        state = next;
        current = attachment;
        failure = why;
      } else if (attachment != null) {
        attachment.connection().close("closed");
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Asks and waits for the answer, through as many connections as it takes. */
  JsonSlice ask(String method, Json.Writer params, Repeat repeat) throws IOException {
    while (true) {
      RpcConnection connection = ready().connection();
      try {
        return answer(connection.request(method, params));
      } catch (LinkClosedException e) {
        lost(connection, e.reason());
        if (repeat == Repeat.NEVER) {
          throw new IOException(
              "The connection to "
                  + around.connector()
                  + " broke while "
                  + method
                  + " was under way; whether it was done is not known. Look before you repeat it.",
              e);
        }
      }
    }
  }

  static JsonSlice answer(CompletableFuture<JsonSlice> answer) throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw Pace.asIo(e);
    } catch (InterruptedException e) {
      throw Pace.interrupted();
    }
  }

  /** A connection broke; only the current one counts, and only once. */
  void lost(RpcConnection connection, String reason) {
    Attachment broken;
    lock.lock();
    try {
      broken = current;
      if (state != State.READY || broken == null || broken.connection() != connection) {
        return;
      }
      state = State.RECOVERING;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    connection.close(reason);
    String why = "exec-server transport disconnected" + (reason.isEmpty() ? "" : ": " + reason);
    if (!around.connector().isReconnectable()) {
      giveUp(why);
      return;
    }
    Thread thread = new Thread(
        () -> new RecoveryRun(around, this, broken, why).run(), "codex-exec-server-recovery");
    thread.setDaemon(true);
    thread.start();
  }

  Collection<RemoteCommand> running() {
    return commands.values();
  }

  boolean isRecovering() {
    lock.lock();
    try {
      return state == State.RECOVERING;
    } finally {
      lock.unlock();
    }
  }

  /** Recovery worked: whoever waits goes on. */
  void resumed(Attachment attachment) {
    become(State.READY, attachment, null);
    commands.values().forEach(RemoteCommand::resumed);
    commands.values().stream().filter(RemoteCommand::isClosed).forEach(RemoteCommand::terminate);
    if (!attachment.connection().isOpen()) {
      lost(attachment.connection(), "it broke at once");
    }
  }

  /** Recovery did not: everything that ran is lost. */
  void giveUp(String why) {
    // collected before anybody can connect anew: what is started then must not be among them
    List<RemoteCommand> lost = List.copyOf(commands.values());
    lost.forEach(command -> commands.remove(command.id(), command));
    become(State.IDLE, null, new IOException(why));
    lost.forEach(command -> command.lose(why));
  }

  /** Where the session is attached; null while it is not. */
  @Nullable
  Attachment attachmentNow() {
    lock.lock();
    try {
      return state == State.READY ? current : null;
    } finally {
      lock.unlock();
    }
  }

  /** The current connection; null while there is none. */
  @Nullable
  RpcConnection connectionNow() {
    Attachment attachment = attachmentNow();
    return attachment == null ? null : attachment.connection();
  }

  Surroundings around() {
    return around;
  }

  /** Hears what a connection says. */
  Events listen() {
    return new Events();
  }

  /** Ends everything that still runs there, as far as it can be reached. */
  @Override
  public void close() {
    commands.values().forEach(RemoteCommand::close);
    Attachment last;
    lock.lock();
    try {
      last = current;
      state = State.CLOSED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.connection().close("closed here");
    }
    giveUp("the connection was closed here");
    watch.stop();
  }

  /** Events of one connection. */
  final class Events implements RpcConnection.Handler {
    private volatile @Nullable RpcConnection connection;

    void of(RpcConnection connection) {
      this.connection = connection;
    }

    @Override
    public void notification(String method, JsonSlice params) throws IOException {
      Notices.deliver(commands, method, params, () -> {
        RpcConnection mine = connection;
        return mine == null || mine.isOpen();
      });
    }

    @Override
    public void closed(String reason) {
      RpcConnection mine = connection;
      if (mine != null) {
        lost(mine, reason);
      }
    }
  }
}
