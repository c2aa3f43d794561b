package dev.codex.sandbox.process;

import dev.codex.sandbox.kernel.LaunchStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A command and all that came from it, as {@link KeeperScript} keeps them together: below the
 * keeper, and nowhere else. They have to be looked for elsewhere only where the keeper has ended
 * before them.
 */
final class KeptTree implements ProcessTree {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long BIRTH = TimeUnit.SECONDS.toNanos(1);
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(100);

  /** The end of a process is known a moment before its last words are. */
  private static final long LAST_WORDS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Some kernels do not list children. */
  private static final boolean LISTS_CHILDREN = new File("/proc/thread-self/children").exists();

  private final Process keeper;
  private final LaunchStatus status;
  private final ProcessTree unkept;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean isEmpty; // guarded by lock

  /**
   * The processes below a keeper.
   *
   * @param unkept finds the same processes without it
   */
  KeptTree(Process keeper, LaunchStatus status, ProcessTree unkept) {
    this.keeper = keeper;
    this.status = status;
    this.unkept = unkept;
  }

  @Override
  public void kill() {
    lock.lock();
    try {
      if (isEmpty) {
        return;
      }
      long start = System.nanoTime();
      while (keeper.isAlive() && System.nanoTime() - start < PATIENCE) {
        killBelow(keeper.pid());
        LockSupport.parkNanos(BREATH);
      }
      if (!isEverybodyGone()) {
        unkept.kill();
      }
      isEmpty = true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEverybodyGone() {
    long start = System.nanoTime();
    while (!status.says(LaunchStatus.EVERYBODY_GONE)) {
      if (status.says(LaunchStatus.SOMEBODY_LEFT) || System.nanoTime() - start > LAST_WORDS) {
        return false;
      }
      LockSupport.parkNanos(BREATH);
    }
    return true;
  }

  private static void killBelow(long parent) {
    List<ProcessHandle> found = new ArrayList<>();
    addBelow(parent, found);
    found.forEach(ProcessHandle::destroyForcibly);
  }

  /** Whoever has the parent that it was found by is no stranger with a number used again. */
  private static void addBelow(long parent, List<ProcessHandle> found) {
    for (long child : children(parent)) {
      ProcessHandle.of(child)
          .filter(handle -> handle.parent().filter(of -> of.pid() == parent).isPresent())
          .ifPresent(handle -> {
            found.add(handle);
            addBelow(child, found);
          });
    }
  }

  private static List<Long> children(long parent) {
    if (!LISTS_CHILDREN) {
      return ProcessHandle.of(parent).stream()
          .flatMap(ProcessHandle::children)
          .map(ProcessHandle::pid)
          .toList();
    }
    List<Long> children = new ArrayList<>();
    // a child belongs to the thread that made it
    File tasks = new File("/proc/" + parent + "/task");
    String[] threads = tasks.list();
    for (String thread : threads == null ? new String[0] : threads) {
      try {
        String list = Files.readString(tasks.toPath().resolve(thread).resolve("children"));
        for (String child : list.split(" ")) {
          if (!child.isEmpty()) {
            children.add(Long.parseLong(child));
          }
        }
      } catch (IOException e) {
        // that thread has ended, and its children are another's
      }
    }
    return children;
  }

  /** The keeper leads the group of the command; it does not care for signals itself. */
  @Override
  public void interrupt() {
    long start = System.nanoTime();
    while (keeper.isAlive() && System.nanoTime() - start < BIRTH) {
      if (Interrupts.sendToGroup(keeper.pid())) {
        return;
      }
      LockSupport.parkNanos(BREATH); // the group is just being made
    }
  }
}
