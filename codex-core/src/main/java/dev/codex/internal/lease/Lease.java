package dev.codex.internal.lease;

import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.OutputDelta;
import dev.codex.exec.Command;
import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.internal.files.ForwardingFiles;
import dev.codex.item.WorkItem;
import dev.codex.tool.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What one call may use while it lasts: commands, files, and the ears of whoever watches. To cancel
 * it takes commands and files back and kills the commands that the call has started; when the call
 * is over nobody listens any more either. A command that the tool asks to {@link #keep} outlives
 * its call, and so that its end is told, the ears do too.
 */
public final class Lease implements CommandRunner, ForwardingFiles, Progress {

  private enum State {
    HELD,
    /** May still say what it has done, but do nothing. */
    REVOKED,
    OVER
  }

  private final String holder;
  private final CommandRunner runner;
  private final FileAccess files;
  private final Consumer<Event> events;
  private final Consumer<WorkItem> done;
  private final Redaction redaction;
  private final RedactedOutput output;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<RunningCommand> started = new ArrayList<>(1); // guarded by lock
  private State state = State.HELD; // guarded by lock
  private boolean keeps; // guarded by lock: a command that is still to be told of

  /**
   * @param holder names the call in messages
   * @param done told of the work that the tool says is completed
   */
  public Lease(
      String holder,
      CommandRunner runner,
      FileAccess files,
      Consumer<Event> events,
      Consumer<WorkItem> done,
      Redaction redaction) {
    this.holder = holder;
    this.runner = runner;
    this.files = files;
    this.events = events;
    this.done = done;
    this.redaction = redaction;
    this.output = new RedactedOutput(redaction.secrets());
  }

  /** Takes commands and files back; the caller kills the commands that it is given. */
  public List<RunningCommand> revoke() {
    lock.lock();
    try {
      state = state == State.HELD ? State.REVOKED : state;
      return List.copyOf(started);
    } finally {
      lock.unlock();
    }
  }

  /** The call is over; false if it was so before. */
  public boolean end() {
    lock.lock();
    try {
      boolean first = state != State.OVER;
      state = State.OVER;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the commands that nobody keeps. */
  public void closeCommands() {
    List<RunningCommand> leftovers;
    lock.lock();
    try {
      leftovers = List.copyOf(started);
      started.clear();
    } finally {
      lock.unlock();
    }
    leftovers.forEach(RunningCommand::close);
  }

  private boolean is(State wanted) {
    lock.lock();
    try {
      return state == wanted;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public FileAccess files() {
    if (!is(State.HELD)) {
      throw taken();
    }
    return files;
  }

  private IllegalStateException taken() {
    return new IllegalStateException(
        holder + " is over or cancelled: its commands and files can no longer be used.");
  }

  @Override
  public RunningCommand start(Command command) {
    if (!is(State.HELD)) {
      throw taken();
    }
    RunningCommand running = runner.start(command);
    lock.lock();
    try {
      if (state == State.HELD) {
        started.add(running);
        return running;
      }
    } finally {
      lock.unlock();
    }
    running.close(); // it was taken back meanwhile
    throw taken();
  }

  @Override
  public void keep(RunningCommand command) {
    lock.lock();
    try {
      keeps |= started.remove(command);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void started(WorkItem item) {
    tell(new ItemStarted(redaction.of(item)));
  }

  @Override
  public void output(String itemId, String text) {
    show(itemId, output.next(itemId, text));
  }

  @Override
  public void completed(WorkItem item) {
    show(item.id(), output.rest(item.id()));
    WorkItem clean = redaction.of(item);
    if (!is(State.OVER)) {
      done.accept(clean);
    }
    tell(new ItemCompleted(clean));
  }

  private void show(String itemId, String text) {
    if (!text.isEmpty()) {
      tell(new OutputDelta(itemId, text));
    }
  }

  private void tell(Event event) {
    if (isHeard()) {
      events.accept(event);
    }
  }

  private boolean isHeard() {
    lock.lock();
    try {
      return state != State.OVER || keeps;
    } finally {
      lock.unlock();
    }
  }
}
