package dev.codex.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at all processes of a Linux machine for everybody who asks at the same time. A look reads
 * the environment of each process, so a thousand commands that are ended together would otherwise
 * read a thousand environments a thousand times over.
 */
final class ProcessTable {

  private final String variable;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition looked = lock.newCondition();

  // all guarded by lock
  private long begun;
  private long done;
  private boolean looking;
  private Look last = new Look(Map.of(), false);

  /** Looks for the values of this variable. */
  ProcessTable(String variable) {
    this.variable = variable;
  }

  /**
   * What was seen.
   *
   * @param marked processes by the value of the variable
   * @param unclear whether somebody has no environment yet, as in the middle of starting
   */
  record Look(Map<String, List<ProcessHandle>> marked, boolean unclear) {

    List<ProcessHandle> of(String value) {
      return marked.getOrDefault(value, List.of());
    }
  }

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
    lock.unlock();
    Look seen = new Look(Map.of(), true); // should this thread fail, others must not trust it
    try {
      seen = all();
    } finally {
      lock.lock();
      looking = false;
      done = mine;
      last = seen;
      looked.signalAll();
    }
  }

  private Look all() {
    String[] names = new File("/proc").list();
    Map<String, List<ProcessHandle>> marked = new HashMap<>();
    boolean unclear = false;
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        unclear |= add(Long.parseLong(name), marked);
      }
    }
    return new Look(marked, unclear);
  }

  /** True if it cannot be said whether this one is marked. */
  private boolean add(long pid, Map<String, List<ProcessHandle>> marked) {
    // the handle first: should the id be reused after this, the handle no longer reaches anybody
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty()) {
      return false;
    }
    try {
      String variables =
          Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
      if (variables.isEmpty()) {
        return !MarkedProcesses.isZombie(handle.get())
            && !MarkedProcesses.isKernelThread(handle.get());
      }
      String value = value(variables);
      if (!value.isEmpty()) {
        marked.computeIfAbsent(value, unused -> new ArrayList<>(1)).add(handle.get());
      }
    } catch (IOException e) {
      // gone meanwhile, or another user's
    }
    return false;
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
