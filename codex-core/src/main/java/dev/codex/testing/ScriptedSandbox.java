package dev.codex.testing;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.tool.ToolInvocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox without processes and without a disk: commands play what the test scripted, files are
 * {@link InMemoryFiles}.
 *
 * <pre>{@code
 * ScriptedSandbox sandbox = new ScriptedSandbox();
 * sandbox.onCommand("mvn test").prints("1 test failed\n").exitsWith(1);
 * sandbox.files().put(Path.of("/work/README.md"), "Hello\n");
 * }</pre>
 *
 * <p>Of several scripts that match, the one that was given first is played. A command without a
 * script is an AssertionError, thrown to the caller and again by {@link #assertDrained()}.
 */
public final class ScriptedSandbox implements Sandbox {

  private final InMemoryFiles files = new InMemoryFiles();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ScriptedCommand> scripts = new ArrayList<>(); // guarded by lock
  private final List<StartedCommand> started = new ArrayList<>(); // guarded by lock
  private final List<SandboxPolicy> required = new ArrayList<>(); // guarded by lock
  private Predicate<SandboxPolicy> enforceable = policy -> true; // guarded by lock
  private @Nullable AssertionError unscripted; // guarded by lock

  public ScriptedSandbox() {}

  /**
   * Scripts a command by its line: either its words joined by spaces, or its last word alone, which
   * is the script where a shell is started with one.
   */
  public ScriptedCommand onCommand(String line) {
    return on("'" + line + "'", command -> {
      List<String> words = command.words();
      return String.join(" ", words).equals(line)
          || !words.isEmpty() && words.get(words.size() - 1).equals(line);
    });
  }

  /** Scripts every command that matches. */
  public ScriptedCommand on(Predicate<Command> matcher) {
    return on("a predicate", matcher);
  }

  private ScriptedCommand on(String description, Predicate<Command> matcher) {
    ScriptedCommand script = new ScriptedCommand(description, matcher);
    lock.lock();
    try {
      scripts.add(script);
    } finally {
      lock.unlock();
    }
    return script;
  }

  /** Which policies this sandbox claims to enforce; the default is all of them. */
  public ScriptedSandbox enforcing(Predicate<SandboxPolicy> policies) {
    lock.lock();
    try {
      enforceable = policies;
    } finally {
      lock.unlock();
    }
    return this;
  }

  /** The files, with every right. */
  public InMemoryFiles files() {
    return files;
  }

  /** Every command that was started, in order. */
  public List<StartedCommand> started() {
    lock.lock();
    try {
      return List.copyOf(started);
    } finally {
      lock.unlock();
    }
  }

  /** Every policy that {@link #require} was asked about, in order. */
  public List<SandboxPolicy> required() {
    lock.lock();
    try {
      return List.copyOf(required);
    } finally {
      lock.unlock();
    }
  }

  /** A call of a tool that acts through this sandbox, for testing the tool by itself. */
  public ToolInvocation invocation(Path workingDirectory, SandboxPolicy policy, String input) {
    return ToolInvocation.builder()
        .sessionId("session-1")
        .turnId("turn-1")
        .callId("call-1")
        .input(input)
        .workingDirectory(workingDirectory)
        .commands(command -> start(command, policy))
        .files(files(policy))
        .build();
  }

  @Override
  public void require(SandboxPolicy policy) {
    lock.lock();
    try {
      required.add(policy);
      check(policy);
    } finally {
      lock.unlock();
    }
  }

  private void check(SandboxPolicy policy) {
    if (!enforceable.test(policy)) {
      throw new SandboxUnavailableException(
          "The scripted sandbox was told not to enforce " + policy.mode() + ".");
    }
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    List<ScriptedCommand> candidates;
    lock.lock();
    try {
      check(policy);
      candidates = List.copyOf(scripts);
    } finally {
      lock.unlock();
    }
    for (ScriptedCommand script : candidates) {
      if (script.claims(command)) {
        return start(new StartedCommand(command, policy, script.play(command)));
      }
    }
    AssertionError error = new AssertionError("No script for the command " + command.words()
        + " in " + command.workingDirectory() + ". There are scripts for " + candidates + ".");
    lock.lock();
    try {
      unscripted = error;
    } finally {
      lock.unlock();
    }
    throw error;
  }

  private RunningCommand start(StartedCommand command) {
    lock.lock();
    try {
      started.add(command);
    } finally {
      lock.unlock();
    }
    return command.played();
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    lock.lock();
    try {
      check(policy);
    } finally {
      lock.unlock();
    }
    return files.under(policy);
  }

  /**
   * Checks that every script was played and every command closed.
   *
   * @throws AssertionError if not, or if there was a command without a script
   */
  public void assertDrained() {
    lock.lock();
    try {
      if (unscripted != null) {
        throw new AssertionError(unscripted.getMessage(), unscripted);
      }
      for (ScriptedCommand script : scripts) {
        if (!script.wasUsed()) {
          throw new AssertionError("The command scripted for " + script + " was not started.");
        }
      }
      for (StartedCommand command : started) {
        if (!command.isClosed()) {
          throw new AssertionError("The command " + command + " was started but not closed.");
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
