package dev.codex.internal.turn;

import dev.codex.tool.Cancellation;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Code of the host on the turn's own thread: whoever interrupts the turn interrupts it. The flag is
 * gone when it returns, since what follows is ours and writes the transcript.
 */
final class HostCall {

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread = Thread.currentThread(); // guarded by lock
  private boolean interrupted; // guarded by lock

  private HostCall() {}

  static <T> T run(Cancellation cancellation, Supplier<T> code) {
    HostCall call = new HostCall();
    try (Cancellation.Registration ignored = cancellation.onCancel(call::interrupt)) {
      return code.get();
    } finally {
      call.end();
    }
  }

  private void interrupt() {
    lock.lock();
    try {
      if (thread != null) {
        interrupted = true;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      thread = null;
      if (interrupted) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }
}
