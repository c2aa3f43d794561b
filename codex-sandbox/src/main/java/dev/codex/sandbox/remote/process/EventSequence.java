package dev.codex.sandbox.remote.process;

import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts the events of one process in order. They arrive in any order, some twice, and after a lost
 * connection from two sides: live, and as what the server kept. Each is published once, in order;
 * what can never be published is an error.
 */
public final class EventSequence {

  static final int MAX_PENDING = 256;
  static final int MAX_PENDING_BYTES = 1 << 20;

  private final Consumer<ProcessEvent> sink;
  private final TreeMap<Long, ProcessEvent> pending = new TreeMap<>();
  private long published;
  private long pendingBytes;
  private boolean exited;
  private boolean closed;

  public EventSequence(Consumer<ProcessEvent> sink) {
    this.sink = sink;
  }

  /** The number of the last event that was handed on. */
  public long published() {
    return published;
  }

  /** Takes an event that the server sent by itself. */
  public void accept(long sequence, ProcessEvent event) throws GapException {
    if (sequence <= published || closed) {
      return;
    }
    put(sequence, event);
    publish();
    if (pending.size() > MAX_PENDING || pendingBytes > MAX_PENDING_BYTES) {
      throw new GapException("event " + (published + 1) + " never came, while " + pending.size()
          + " later ones did (" + pendingBytes + " bytes)");
    }
  }

  /** Takes what the server kept, as of now: afterwards all events so far are published. */
  public void merge(ReadAnswer answer) throws GapException {
    long target = answer.nextSequence() - 1;
    if (closed || target <= published) {
      return;
    }
    for (ReadAnswer.Chunk chunk : answer.chunks()) {
      if (chunk.sequence() > target) {
        throw new GapException(
            "chunk " + chunk.sequence() + " comes after the end of what is kept");
      }
      if (chunk.sequence() > published) {
        put(chunk.sequence(), new ProcessEvent.Output(chunk.bytes()));
      }
    }
    if (answer.isClosed()) {
      ProcessEvent other = pending.get(target);
      if (other != null && !(other instanceof ProcessEvent.Closed)) {
        throw new GapException("close sequence " + target + " conflicts with recovered output");
      }
      put(target, new ProcessEvent.Closed());
    }
    fillExit(answer, target);
    publish();
  }

  /** The end of a process is not kept as an event, so its number is the one that is missing. */
  private void fillExit(ReadAnswer answer, long target) throws GapException {
    long missing = target - published - pending.headMap(target, true).size();
    boolean known =
        exited || pending.values().stream().anyMatch(event -> event instanceof ProcessEvent.Exited);
    if (answer.exitCode().isPresent() && !known && missing == 1) {
      long sequence = published + 1;
      while (pending.containsKey(sequence)) {
        sequence++;
      }
      put(sequence, new ProcessEvent.Exited(answer.exitCode().getAsInt()));
    } else if (missing > 0 || answer.exitCode().isPresent() && !known) {
      throw new GapException("process events are no longer retained while recovering through"
          + " sequence " + target + " (" + missing + " after " + published + " are gone)");
    }
  }

  private void put(long sequence, ProcessEvent event) {
    if (pending.putIfAbsent(sequence, event) == null) {
      pendingBytes += event.weight();
    }
  }

  private void publish() {
    ProcessEvent next;
    while (!closed && (next = pending.remove(published + 1)) != null) {
      published++;
      pendingBytes -= next.weight();
      exited |= next instanceof ProcessEvent.Exited;
      closed = next instanceof ProcessEvent.Closed;
      sink.accept(next);
    }
  }

  /** Events are missing for good. */
  public static final class GapException extends Exception {
    private static final long serialVersionUID = 1L;

    GapException(String message) {
      super(message);
    }
  }
}
