package dev.codex.testing;

import dev.codex.exec.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a {@link ScriptedSandbox} does in place of a command: prints and stops at gates in the order
 * given, then exits. Without more it prints nothing and exits with 0.
 */
public final class ScriptedCommand {

  private final String description;
  private final Predicate<Command> matcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<CommandStep> steps = new ArrayList<>(); // guarded by lock
  private UnaryOperator<String> reply = input -> ""; // guarded by lock
  private int exitCode; // guarded by lock
  private int remaining = Integer.MAX_VALUE; // guarded by lock
  private int runs; // guarded by lock

  ScriptedCommand(String description, Predicate<Command> matcher) {
    this.description = description;
    this.matcher = matcher;
  }

  public ScriptedCommand prints(String output) {
    return locked(() -> steps.add(new CommandStep.Print(output.getBytes(StandardCharsets.UTF_8))));
  }

  /** Stops here until the gate is opened or the command is killed. */
  public ScriptedCommand waitsFor(Gate gate) {
    return locked(() -> steps.add(new CommandStep.Wait(gate)));
  }

  public ScriptedCommand exitsWith(int code) {
    return locked(() -> exitCode = code);
  }

  /** Stops here until standard input is closed; prints the reply to each piece of input before. */
  public ScriptedCommand repliesToInput(UnaryOperator<String> reply) {
    return locked(() -> {
      this.reply = reply;
      steps.add(new CommandStep.ReadInput());
    });
  }

  /** Stands for one command only; the next that matches needs another script. */
  public ScriptedCommand once() {
    return locked(() -> remaining = 1);
  }

  /** Whether this stands in for the command; if so, that counts as a run. */
  boolean claims(Command command) {
    if (!matcher.test(command)) {
      return false;
    }
    lock.lock();
    try {
      if (remaining == 0) {
        return false;
      }
      remaining--;
      runs++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  PlayedCommand play(Command command) {
    lock.lock();
    try {
      return new PlayedCommand(steps, reply, exitCode, command.terminal());
    } finally {
      lock.unlock();
    }
  }

  boolean wasUsed() {
    lock.lock();
    try {
      return runs > 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return description;
  }

  private ScriptedCommand locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
    return this;
  }
}
