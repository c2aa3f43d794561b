package dev.codex.testing;

import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** A command played from steps, without a thread: whoever looks at it moves it on. */
final class PlayedCommand implements RunningCommand {

  private static final int KILLED = 128 + 9;
  private static final int INTERRUPTED = 128 + 2;

  private final List<CommandStep> steps;
  private final UnaryOperator<String> reply;
  private final int exitCode;
  private final InputStream output = new Output();
  private final OutputStream input = new Input();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Printed printed = new Printed(); // guarded by lock
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream(); // guarded by lock
  private int read; // guarded by lock: bytes of printed that a reader has got
  private int position; // guarded by lock
  private int arrivedAt = -1; // guarded by lock
  private boolean inputClosed; // guarded by lock
  private OptionalInt exit = OptionalInt.empty(); // guarded by lock
  private boolean closed; // guarded by lock
  private Optional<TerminalSize> terminal; // guarded by lock

  PlayedCommand(
      List<CommandStep> steps,
      UnaryOperator<String> reply,
      int exitCode,
      Optional<TerminalSize> terminal) {
    this.steps = List.copyOf(steps);
    this.reply = reply;
    this.exitCode = exitCode;
    this.terminal = terminal;
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public OutputStream input() {
    return input;
  }

  @Override
  public OptionalInt waitFor(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long left = timeout.toNanos();
      advance();
      while (exit.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        advance();
      }
      return exit;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void kill() {
    end(KILLED);
  }

  /** Played commands do not care to go on. */
  @Override
  public void interrupt() {
    end(INTERRUPTED);
  }

  private void end(int code) {
    lock.lock();
    try {
      if (exit.isEmpty()) {
        exit = OptionalInt.of(code);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void resize(TerminalSize size) {
    lock.lock();
    try {
      if (terminal.isPresent() && exit.isEmpty()) {
        terminal = Optional.of(size);
      }
    } finally {
      lock.unlock();
    }
  }

  Optional<TerminalSize> terminal() {
    lock.lock();
    try {
      return terminal;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      kill();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  String typed() {
    lock.lock();
    try {
      return typed.toString(StandardCharsets.UTF_8);
    } finally {
      lock.unlock();
    }
  }

  /** Takes all steps that need not wait. Called with the lock held. */
  private void advance() {
    while (exit.isEmpty() && position < steps.size()) {
      CommandStep step = steps.get(position);
      if (step instanceof CommandStep.Print print) {
        printed.writeBytes(print.output());
      } else if (step instanceof CommandStep.Wait wait && !hasPassed(wait.gate())) {
        return;
      } else if (step instanceof CommandStep.ReadInput && !inputClosed) {
        return;
      }
      position++;
      changed.signalAll();
    }
    if (exit.isEmpty()) {
      exit = OptionalInt.of(exitCode);
      changed.signalAll();
    }
  }

  private boolean hasPassed(Gate gate) {
    if (arrivedAt != position) {
      arrivedAt = position;
      gate.arrive(this::signal);
    }
    return gate.isOpen();
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A buffer that can be read without being copied as a whole. */
  private static final class Printed extends ByteArrayOutputStream {
    void copy(int from, byte[] target, int offset, int count) {
      System.arraycopy(buf, from, target, offset, count);
    }
  }

  /** What the command prints. */
  private final class Output extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      lock.lock();
      try {
        advance();
        while (read == printed.size() && exit.isEmpty()) {
          changed.await();
          advance();
        }
        int count = Math.min(length, printed.size() - read);
        if (count == 0) {
          return -1;
        }
        printed.copy(read, target, offset, count);
        read += count;
        return count;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting for output.");
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int available() {
      lock.lock();
      try {
        advance();
        return printed.size() - read;
      } finally {
        lock.unlock();
      }
    }
  }

  /** What the command reads. */
  private final class Input extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      String text = new String(source, offset, length, StandardCharsets.UTF_8);
      lock.lock();
      try {
        advance();
        if (inputClosed || exit.isPresent()) {
          throw new IOException("Broken pipe");
        }
        typed.write(source, offset, length);
        printed.writeBytes(reply.apply(text).getBytes(StandardCharsets.UTF_8));
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        inputClosed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
