package dev.codex.sandbox.remote;

import dev.codex.exec.ProcessLostException;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import dev.codex.internal.json.Json;
import dev.codex.internal.rpc.LinkClosedException;
import dev.codex.internal.rpc.RpcConnection;
import dev.codex.sandbox.remote.process.EventSequence;
import dev.codex.sandbox.remote.process.OutputBuffer;
import dev.codex.sandbox.remote.process.ProcessEvent;
import dev.codex.sandbox.remote.process.ReadAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command on an executor. Its output survives a lost connection; where the executor is lost too,
 * {@link #output} ends with a {@link ProcessLostException} and {@link #waitFor} answers -1.
 */
public final class RemoteCommand implements RunningCommand {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteCommand.class);

  private static final int CTRL_C = 3;

  private final ExecClient client;
  private final String id;
  private final ReentrantLock order = new ReentrantLock();
  private final EventSequence events; // guarded by order
  private final OutputBuffer output;
  private final RemoteInput input;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean started;
  private volatile Abilities abilities = new Abilities(false, false, false, false);

  RemoteCommand(ExecClient client, String id) {
    this.client = client;
    this.id = id;
    this.output = new OutputBuffer(client::isConnected, this::allow);
    this.events = new EventSequence(output::publish);
    this.input = new RemoteInput(client, id);
  }

  String id() {
    return id;
  }

  /** The executor has said that it runs. */
  void started(Abilities abilities) {
    this.abilities = abilities;
    started = true;
    input.open(abilities);
  }

  /** What can be done to it. */
  record Abilities(boolean canEndInput, boolean hasTerminal, boolean canResize, boolean canWait) {}

  boolean isStarted() {
    return started;
  }

  boolean isClosed() {
    return closed.get();
  }

  boolean isEnded() {
    return output.isEnded();
  }

  /** Takes an event; one that can never be put in order costs this command and no other. */
  void accept(long sequence, ProcessEvent event) {
    try {
      order.lock();
      try {
        events.accept(sequence, event);
      } finally {
        order.unlock();
      }
    } catch (EventSequence.GapException e) {
      lose("process " + id + ": " + e.getMessage());
      terminate(); // may wait for the network, so not under the lock
    }
  }

  void merge(ReadAnswer answer) throws EventSequence.GapException {
    order.lock();
    try {
      events.merge(answer);
    } finally {
      order.unlock();
    }
  }

  /**
   * Slows the command down if it is not read; together with everything else on the connection where
   * the executor cannot do better.
   */
  void slowDown(BooleanSupplier isOpen) {
    if (abilities.canWait()) {
      output.slowDown(isOpen);
    } else {
      output.awaitRoom(isOpen);
    }
  }

  /** A new connection was made. */
  void resumed() {
    output.resumed();
  }

  /** Does not wait; what cannot be said now is said again on the next connection. */
  private void allow(long bytes) {
    RpcConnection connection = client.connectionNow();
    if (connection != null && abilities.canWait()) {
      var unused = connection.request("process/outputWindow", json -> {
        json.writeStartObject();
        json.writeStringField("processId", id);
        json.writeNumberField("bytes", bytes);
        json.writeEndObject();
      });
    }
  }

  void lose(String reason) {
    output.lose(reason);
  }

  /** Asks for everything after what was published. */
  Json.Writer readParams() {
    return json -> {
      long after;
      order.lock();
      try {
        after = events.published();
      } finally {
        order.unlock();
      }
      json.writeStartObject();
      json.writeStringField("processId", id);
      json.writeNumberField("afterSeq", after);
      json.writeNullField("maxBytes");
      json.writeNumberField("waitMs", 0);
      json.writeEndObject();
    };
  }

  Json.Writer idParams() {
    return json -> {
      json.writeStartObject();
      json.writeStringField("processId", id);
      json.writeEndObject();
    };
  }

  @Override
  public InputStream output() {
    return output;
  }

  /**
   * Standard input. Executors other than this project's cannot end it, so that there it is closed
   * from the beginning unless the command has a terminal.
   */
  @Override
  public OutputStream input() {
    return input.stream();
  }

  @Override
  public OptionalInt waitFor(Duration timeout) throws InterruptedException {
    return output.waitFor(timeout.toNanos());
  }

  /** On a terminal by its key: a signal would miss the program in front of a shell. */
  @Override
  public void interrupt() {
    if (abilities.hasTerminal() && !isEnded()) {
      try {
        input().write(CTRL_C);
        input().flush();
      } catch (IOException e) {
        LOG.debug("The command could not be interrupted: {}", e.getMessage());
      }
      return;
    }
    tell("process/signal", json -> json.writeStringField("signal", "interrupt"));
  }

  @Override
  public void resize(TerminalSize size) {
    if (abilities.hasTerminal() && abilities.canResize()) {
      tell("process/resize", json -> {
        json.writeNumberField("columns", size.columns());
        json.writeNumberField("rows", size.rows());
      });
    }
  }

  private void tell(String method, Json.Writer more) {
    if (client.commands().get(id) != this || isEnded()) {
      return;
    }
    try {
      client.ask(
          method,
          json -> {
            json.writeStartObject();
            json.writeStringField("processId", id);
            more.write(json);
            json.writeEndObject();
          },
          ExecClient.Repeat.NEVER);
    } catch (IOException e) {
      LOG.warn("The command could not be told {}: {}", method, e.getMessage());
    }
  }

  /** Waits for the executor's answer; during recovery that may take as long as recovery does. */
  @Override
  public void kill() {
    if (client.commands().get(id) != this) {
      return;
    }
    try {
      client.ask("process/terminate", idParams(), ExecClient.Repeat.SAFE);
    } catch (IOException e) {
      lose("process " + id + " was killed, but the executor could not be told: " + e.getMessage());
    }
  }

  /** Does not wait: what still runs is ended as soon as the executor can be reached. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      output.close();
      terminate();
    }
  }

  /** Does not wait. */
  void terminate() {
    RpcConnection connection = client.connectionNow();
    if (connection == null) {
      return; // asked again after recovery, if nobody wants it any more
    }
    var unused = connection.request("process/terminate", idParams()).whenComplete((done, no) -> {
      if (!(no instanceof LinkClosedException)) {
        client.commands().remove(id);
      }
    });
  }

  @Override
  public String toString() {
    return "RemoteCommand[" + id + "]";
  }
}
