package dev.codex.sandbox.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.exec.RunningCommand;
import dev.codex.internal.json.Json;
import dev.codex.sandbox.launch.FollowedCommand;
import dev.codex.sandbox.protocol.OutputNotice;
import dev.codex.sandbox.server.process.OutputWindow;
import dev.codex.sandbox.server.process.Retained;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process of a session: numbers what it does, tells the client, and keeps the end of its output.
 * While no client is attached it runs on, as far as the client had said that it may.
 */
final class ServerProcess implements FollowedCommand.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final int BUFFER = 48 << 10;
  private static final int MAX_WRITE_IDS = 4096;
  private static final Duration FOREVER = Duration.ofDays(365);

  private final String id;
  private final String stream;
  private final RunningCommand command;
  private final Reply.Sink sink;
  private final ProcessInput input;
  private final OutputWindow window = new OutputWindow();
  private long written; // only the thread that follows the process
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // all guarded by lock
  private final Retained retained;
  private final Set<String> writeIds = new LinkedHashSet<>(2);
  private long nextSequence = 1;
  private OptionalInt exitCode = OptionalInt.empty();
  private boolean closed;
  private long closedAt;

  ServerProcess(String id, Start start, RunningCommand command, Reply.Sink sink) {
    this.id = id;
    this.stream = start.stream();
    this.command = command;
    this.sink = sink;
    this.retained = new Retained(start.retainedBytes());
    this.input = new ProcessInput(command.input(), start.pipesInput());
  }

  /** How a process was started. */
  record Start(String stream, boolean pipesInput, int retainedBytes) {}

  String id() {
    return id;
  }

  ProcessInput input() {
    return input;
  }

  OutputWindow window() {
    return window;
  }

  /** Follows the process to its end, on one of these threads. */
  void follow(Executor threads) {
    if (command instanceof FollowedCommand followed) {
      followed.follow(this);
    } else {
      threads.execute(this::readToTheEnd);
    }
  }

  /** For commands of a host's own sandbox. */
  private void readToTheEnd() {
    try (InputStream output = command.output()) {
      byte[] buffer = new byte[BUFFER];
      int length;
      while ((length = output.read(buffer)) >= 0) {
        output(buffer, length);
      }
    } catch (IOException e) {
      LOG.debug("The output of process {} broke off: {}", id, e.getMessage());
    }
    ended();
  }

  private int awaitExit() {
    try {
      return command.waitFor(FOREVER).orElse(-1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Override
  public void output(byte[] buffer, int length) {
    byte[] bytes = Arrays.copyOf(buffer, length);
    long sequence;
    lock.lock();
    try {
      sequence = nextSequence++;
      retained.add(new Retained.Chunk(sequence, bytes));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    tell(OutputNotice.encode(id, sequence, stream, bytes, bytes.length));
    written += length;
    window.await(written);
  }

  @Override
  public void ended() {
    exited(awaitExit());
    closed();
  }

  private void exited(int code) {
    long sequence;
    lock.lock();
    try {
      sequence = nextSequence++;
      exitCode = OptionalInt.of(code);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    input.end();
    tell(notice("process/exited", json -> {
      json.writeStringField("processId", id);
      json.writeNumberField("seq", sequence);
      json.writeNumberField("exitCode", code);
      json.writeBooleanField("sandboxDenied", false);
    }));
  }

  private void closed() {
    long sequence;
    lock.lock();
    try {
      sequence = nextSequence++;
      closed = true;
      closedAt = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    tell(notice("process/closed", json -> {
      json.writeStringField("processId", id);
      json.writeNumberField("seq", sequence);
    }));
  }

  /** A whole notification, of which the writer writes the members of {@code params}. */
  static byte[] notice(String method, Json.Writer members) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("method", method);
      json.writeObjectFieldStart("params");
      members.write(json);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  private void tell(byte[] message) {
    try {
      sink.send(message);
    } catch (IOException e) {
      LOG.debug("Process {} goes on without a client: {}", id, e.getMessage());
    }
  }

  /** What is kept, as the answer to {@code process/read}. */
  Json.Writer read(long after, OptionalLimit limit) {
    lock.lock();
    try {
      List<Retained.Chunk> chunks = retained.after(after, limit.bytes());
      long next = limit.isSet() && !chunks.isEmpty()
          ? chunks.get(chunks.size() - 1).sequence() + 1
          : nextSequence;
      OptionalInt exit = exitCode;
      boolean ended = closed;
      return json -> write(json, chunks, next, exit, ended);
    } finally {
      lock.unlock();
    }
  }

  /** How much an answer may hold. */
  record OptionalLimit(boolean isSet, long bytes) {}

  private void write(
      JsonGenerator json, List<Retained.Chunk> chunks, long next, OptionalInt exit, boolean ended)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("chunks");
    for (Retained.Chunk chunk : chunks) {
      json.writeStartObject();
      json.writeNumberField("seq", chunk.sequence());
      json.writeStringField("stream", stream);
      json.writeBinaryField("chunk", chunk.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("nextSeq", next);
    json.writeBooleanField("exited", exit.isPresent());
    if (exit.isPresent()) {
      json.writeNumberField("exitCode", exit.getAsInt());
    } else {
      json.writeNullField("exitCode");
    }
    json.writeBooleanField("closed", ended);
    json.writeNullField("failure");
    json.writeBooleanField("sandboxDenied", false);
    json.writeEndObject();
  }

  /** Waits until there is something after the sequence, or nothing will come any more. */
  void await(long after, long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      while (left > 0
          && !closed
          && retained.after(after, 0).isEmpty()
          && !(exitCode.isPresent() && after < nextSequence - 1)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether this write has not been seen before; remembers it. */
  boolean isNewWrite(String writeId) {
    lock.lock();
    try {
      if (!writeIds.add(writeId)) {
        return false;
      }
      if (writeIds.size() > MAX_WRITE_IDS) {
        writeIds.remove(writeIds.iterator().next());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isRunning() {
    lock.lock();
    try {
      return exitCode.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it ended so long ago that it may be forgotten. */
  boolean isStale(Duration retention, long now) {
    lock.lock();
    try {
      return closed && now - closedAt > retention.toNanos();
    } finally {
      lock.unlock();
    }
  }

  RunningCommand command() {
    return command;
  }

  /** Ends the command, whatever goes wrong with it: others wait to be ended behind it. */
  void end() {
    window.end();
    try {
      command.close();
    } catch (RuntimeException e) {
      LOG.warn("Process {} could not be ended.", id, e);
    }
  }
}
