package dev.codex.sandbox.process;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A process and all that came from it. Children are found by descent while their parents live; on
 * Linux also by a variable that every child inherits, which finds those that were started with
 * {@code setsid}, {@code nohup} or a double fork and whose parents are gone.
 *
 * <p>A child that was started with an empty environment and lost its parents before the kill began
 * is not found. Only a kernel mechanism, such as a process namespace, holds those.
 */
public final class MarkedTree implements ProcessTree {

  /** The variable; its value is unique to the command. */
  public static final String MARK = "CODEX_COMMAND_ID";

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  // Long enough for a program to start on a loaded machine; somebody else's process without any
  // environment must not hold up every kill.
  private static final long UNCLEAR_PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(200);

  private final Process process;
  private final MarkedProcesses marked;
  private final ReentrantLock lock = new ReentrantLock();

  public MarkedTree(Process process, String mark) {
    this(process, mark, new ProcessTable(MARK));
  }

  /** The same, looking for its processes together with others. */
  MarkedTree(Process process, String mark, ProcessTable table) {
    this.process = process;
    this.marked = new MarkedProcesses(table, mark, process.pid());
  }

  /** The tree of a process that was started with these variables. */
  static MarkedTree of(Process process, Map<String, String> variables, ProcessTable table) {
    return new MarkedTree(process, variables.getOrDefault(MARK, ""), table);
  }

  /**
   * Kills until looks in a row find nobody, since a child may be born while we look. Gives up
   * after two seconds: a process stuck in the kernel dies when the kernel lets go of it.
   */
  @Override
  public void kill() {
    lock.lock();
    try {
      Set<ProcessHandle> known = new LinkedHashSet<>();
      long start = System.nanoTime();
      int clean = 0;
      int wanted = process.isAlive() ? 4 : 2; // what is cut off in its work may be giving birth
      while (clean < wanted && System.nanoTime() - start < PATIENCE) {
        Set<ProcessHandle> living = living(known);
        if (living.isEmpty()) {
          if (marked.isUnclear() && System.nanoTime() - start < UNCLEAR_PATIENCE) {
            LockSupport.parkNanos(BREATH);
          } else {
            clean++;
            if (wanted > 2) {
              marked.lookAgain();
              LockSupport.parkNanos(BREATH);
            }
          }
          continue;
        }
        clean = 0;
        known.addAll(living);
        living.forEach(ProcessHandle::destroyForcibly);
        LockSupport.parkNanos(BREATH);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void interrupt() {
    // they may share a process group with this JVM, which must not be hit
    Interrupts.sendToTree(process.toHandle());
  }

  private Set<ProcessHandle> living(Set<ProcessHandle> known) {
    Set<ProcessHandle> living = new LinkedHashSet<>();
    if (process.isAlive()) {
      living.add(process.toHandle());
      Descent.addTo(living, process.toHandle());
    }
    for (ProcessHandle handle : known) {
      if (handle.pid() != process.pid() && handle.isAlive() && !MarkedProcesses.isZombie(handle)) {
        living.add(handle);
        Descent.addTo(living, handle);
      }
    }
    living.addAll(marked.find());
    living.removeIf(MarkedProcesses::isZombie);
    return living;
  }
}
