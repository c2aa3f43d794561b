package dev.codex.sandbox.process;

import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.Signals;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A command and all that came from it, as {@link KeeperScript} keeps them together: below the
 * keeper, and nowhere else while that lives. Whoever outlives it is looked for as {@link
 * MarkedTree} does, which misses those that have given up both their environment and their parents.
 */
final class KeptTree implements ProcessTree {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  /** Mostly killing takes less; a keeper that takes more was stopped, perhaps. */
  private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long BIRTH = TimeUnit.SECONDS.toNanos(1);
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(100);

  /** The end of a process is known a moment before its last words are. */
  private static final long LAST_WORDS = TimeUnit.MILLISECONDS.toNanos(50);

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
      long lookedAt = start;
      while (keeper.isAlive() && System.nanoTime() - start < PATIENCE) {
        killBelow();
        if (System.nanoTime() - lookedAt > STUCK) {
          resume();
          lookedAt = System.nanoTime();
        }
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

  /** Whoever was stopped: the keeper, or its parent, without whom no end becomes known. */
  private void resume() {
    ProcessHandle handle = keeper.toHandle();
    Stream.concat(Stream.of(handle), handle.parent().stream())
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(Descent::isStopped)
        .forEach(Signals::resume);
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

  private void killBelow() {
    Set<ProcessHandle> found = new LinkedHashSet<>();
    Descent.addTo(found, keeper.toHandle());
    found.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void interrupt() {
    long start = System.nanoTime();
    while (keeper.isAlive() && System.nanoTime() - start < BIRTH) {
      OptionalLong command = status.firstProcess();
      if (command.isPresent() && Interrupts.sendBelow(keeper.toHandle(), command.getAsLong())) {
        return;
      }
      LockSupport.parkNanos(BREATH); // the command is just being made
    }
  }
}
