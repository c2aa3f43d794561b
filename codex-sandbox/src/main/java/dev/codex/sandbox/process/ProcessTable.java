package dev.codex.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at all processes of a Linux machine for everybody who asks at the same time. A look reads
 * the environment of each process, so a thousand commands that are ended together would otherwise
 * read a thousand environments a thousand times over.
 *
 * <p>A look that follows another one soon does not begin anew: what was seen does not get a mark
 * later (but for the command's own process, which is known anyway), and what was born since has a
 * higher id. That leaves the new ids, and those that could not be read before.
 */
final class ProcessTable {

  /** Too short for the ids to have wrapped around unnoticed. */
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int MAX_NEW = 1000;

  /** The dead are forgotten by looking at everybody again. */
  private static final long WHOLE = TimeUnit.SECONDS.toNanos(2);

  private final String variable;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition looked = lock.newCondition();

  // all guarded by lock
  private long begun;
  private long done;
  private boolean looking;
  private Look last = Look.NONE;

  /** Looks for the values of this variable. */
  ProcessTable(String variable) {
    this.variable = variable;
  }

  /**
   * What was seen.
   *
   * @param marked processes by the value of the variable; some may be dead by now
   * @param unclear whether somebody has no environment yet, as in the middle of starting
   * @param unread ids of those that could not be read but may be another time
   * @param moment when the look began
   */
  record Look(
      Map<String, List<ProcessHandle>> marked, boolean unclear, List<Long> unread, Moment moment) {

    static final Look NONE = new Look(Map.of(), true, List.of(), new Moment(0, 0, -1));

    List<ProcessHandle> of(String value) {
      return marked.getOrDefault(value, List.of()).stream()
          .filter(ProcessHandle::isAlive)
          .toList();
    }
  }

  /**
   * A moment in the life of the machine.
   *
   * @param whole when everybody was looked at, in nanoseconds
   * @param lastId the youngest process, or -1
   */
  record Moment(long nanos, long whole, long lastId) {}

  /** A look that began after this call did; by this thread or by another. */
  Look look() {
    lock.lock();
    try {
      long wanted = begun + 1;
      while (done < wanted) {
        if (looking) {
          looked.awaitUninterruptibly();
        } else {
          lookUnlocked();
        }
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private void lookUnlocked() {
    looking = true;
    long mine = ++begun;
    final Look before = last;
    lock.unlock();
    Look seen = Look.NONE; // should this thread fail, others must not trust it
    try {
      seen = after(before);
    } finally {
      lock.lock();
      looking = false;
      done = mine;
      last = seen;
      looked.signalAll();
    }
  }

  private Look after(Look before) {
    long now = System.nanoTime();
    long lastId = MarkedProcesses.lastProcessId();
    Moment then = before.moment();
    boolean follows = then.lastId() >= 0
        && lastId >= then.lastId()
        && lastId - then.lastId() <= MAX_NEW
        && now - then.nanos() < SOON
        && now - then.whole() < WHOLE;
    Looking look = new Looking(follows ? before.marked() : Map.of());
    if (follows) {
      before.unread().forEach(look::at);
      for (long id = then.lastId() + 1; id <= lastId; id++) {
        // most ids are gone; asking first is cheaper than an exception
        if (new File("/proc/" + id + "/environ").exists()) {
          look.at(id);
        }
      }
    } else {
      String[] names = new File("/proc").list();
      for (String name : names == null ? new String[0] : names) {
        if (Character.isDigit(name.charAt(0))) {
          look.at(Long.parseLong(name));
        }
      }
    }
    long whole = follows ? then.whole() : now;
    return new Look(look.marked, look.unclear, look.unread, new Moment(now, whole, lastId));
  }

  /** One look. */
  private final class Looking {
    private final Map<String, List<ProcessHandle>> marked;
    private final List<Long> unread = new ArrayList<>();
    private boolean unclear;

    Looking(Map<String, List<ProcessHandle>> known) {
      this.marked = new HashMap<>(known);
    }

    void at(long id) {
      // the handle first: should the id be reused after this, the handle no longer reaches anybody
      Optional<ProcessHandle> handle = ProcessHandle.of(id);
      if (handle.isEmpty()) {
        return;
      }
      try {
        String variables =
            Files.readString(Path.of("/proc/" + id + "/environ"), StandardCharsets.ISO_8859_1);
        if (variables.isEmpty()) {
          empty(handle.get());
          return;
        }
        String value = value(variables);
        if (!value.isEmpty()) {
          add(value, handle.get());
        }
      } catch (NoSuchFileException e) {
        // gone
      } catch (IOException e) {
        unread.add(id); // another user's, or one that is just becoming another program
      }
    }

    private void empty(ProcessHandle handle) {
      if (!MarkedProcesses.isZombie(handle) && !MarkedProcesses.isKernelThread(handle)) {
        unclear = true;
        unread.add(handle.pid());
      }
    }

    private void add(String value, ProcessHandle handle) {
      List<ProcessHandle> all = new ArrayList<>(marked.getOrDefault(value, List.of()));
      all.add(handle); // in a list of its own, since earlier looks are being read
      marked.put(value, all);
    }
  }

  private String value(String variables) {
    String start = variable + "=";
    int at = variables.startsWith(start) ? 0 : variables.indexOf('\0' + start) + 1;
    if (at == 0 && !variables.startsWith(start)) {
      return "";
    }
    int end = variables.indexOf('\0', at);
    return variables.substring(at + start.length(), end < 0 ? variables.length() : end);
  }
}
