package dev.codex.sandbox.linux;

import dev.codex.sandbox.launch.StartStatus;
import dev.codex.sandbox.process.Interrupts;
import dev.codex.sandbox.process.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All processes of a process namespace. The kernel ends every one of them when the first does,
 * which is why there is nothing to look for.
 */
final class NamespaceTree implements ProcessTree {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long BIRTH = TimeUnit.SECONDS.toNanos(1);
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(100);

  private final Process process;
  private final StartStatus status;
  private final Runnable whenEmpty;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean isEmpty; // guarded by lock

  /**
   * The processes of a namespace.
   *
   * @param whenEmpty run once, when the last process is gone
   */
  NamespaceTree(Process process, StartStatus status, Runnable whenEmpty) {
    this.process = process;
    this.status = status;
    this.whenEmpty = whenEmpty;
  }

  @Override
  public void kill() {
    lock.lock();
    try {
      if (isEmpty) {
        return;
      }
      long start = System.nanoTime();
      while (isAnybodyLeft() && System.nanoTime() - start < PATIENCE) {
        if (isKnown() || System.nanoTime() - start > BIRTH) {
          killFirst();
          // not that of a process of Java's, which would throw away output that is still unread
          process.toHandle().destroyForcibly();
        }
        LockSupport.parkNanos(BREATH);
      }
      isEmpty = true;
      whenEmpty.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first process leads the session of the command, and has children in others that are not of
   * it.
   */
  @Override
  public void interrupt() {
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < BIRTH) {
      OptionalLong first = status.firstProcess();
      if (first.isPresent() && interruptBelow(first.getAsLong())) {
        return;
      }
      LockSupport.parkNanos(BREATH); // the command is just being made
    }
  }

  private static boolean interruptBelow(long first) {
    return ProcessHandle.of(first)
        .filter(parent -> Interrupts.sendBelow(parent, first))
        .isPresent();
  }

  /**
   * A first process that is just being born does not die with its parent yet, and nobody would know
   * of it. Its number is said at once, or it ends by itself.
   */
  private boolean isKnown() {
    return status.firstProcess().isPresent();
  }

  private boolean isAnybodyLeft() {
    OptionalLong first = status.firstProcess();
    return process.isAlive() || first.isPresent() && isRunning(first.getAsLong());
  }

  /** The first process is dead, if not yet collected, only when all others are. */
  private static boolean isRunning(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  private void killFirst() {
    OptionalLong first = status.firstProcess();
    if (process.isAlive() && first.isPresent()) {
      ProcessHandle.of(first.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
