package dev.codex.testing.contract;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.contract.SandboxContract.Check;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What a sandbox promises about interrupting, and about terminals if it has them. */
final class TerminalChecks {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final TerminalSize SIZE = new TerminalSize(101, 31);

  private final Sandbox sandbox;
  private final SandboxPolicy policy;
  private final Path directory;

  TerminalChecks(Sandbox sandbox, SandboxPolicy policy, Path directory) {
    this.sandbox = sandbox;
    this.policy = policy;
    this.directory = directory;
  }

  List<Check> checks() {
    return List.of(
        new Check("an interrupt ends a command that does not mind", this::interrupt),
        new Check("an interrupt reaches a command that handles it", this::handledInterrupt),
        new Check("an interrupt after the end does nothing", this::lateInterrupt),
        new Check("without a terminal a command has none", this::pipes),
        new Check("a terminal has the size that was asked for", onTerminal(this::size)),
        new Check("a terminal can be resized", onTerminal(this::resize)),
        new Check("a terminal echoes and hands over lines", onTerminal(this::typing)),
        new Check("Ctrl-C stops what runs in a terminal", onTerminal(this::control)),
        new Check("a shell in a terminal has job control", onTerminal(this::jobControl)),
        new Check("the exit code comes through a terminal", onTerminal(this::exitCode)),
        new Check("words reach a command on a terminal as they are", onTerminal(this::words)),
        new Check("killing a command on a terminal kills it", onTerminal(this::killing)));
  }

  /** Where terminals cannot be had, being told so is all that is asked for. */
  private SandboxContract.Body onTerminal(SandboxContract.Body body) {
    return () -> {
      try (RunningCommand unused = terminal("true")) {
        // there are terminals
      } catch (ToolException e) {
        if (String.valueOf(e.getMessage()).contains("terminal")) {
          return;
        }
        throw e;
      }
      body.run();
    };
  }

  private RunningCommand terminal(String script) {
    return start(shell(script).terminal(SIZE).build());
  }

  private RunningCommand start(Command command) {
    return sandbox.start(command, policy);
  }

  private Command.Builder shell(String script) {
    return Command.builder().addWords("/bin/sh", "-c", script).workingDirectory(directory);
  }

  private static void type(RunningCommand command, String text) throws IOException {
    OutputStream input = command.input();
    input.write(text.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Reads until the text has come. */
  private static void expect(RunningCommand command, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream output = command.output();
    while (read.indexOf(text, read.length() - text.length()) < 0) {
      int next = output.read();
      if (next < 0) {
        throw new AssertionError("expected <" + text + "> but the output ended: <" + read + ">");
      }
      read.append((char) next);
    }
  }

  private static String rest(RunningCommand command) throws IOException {
    return new String(command.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected <" + expected + "> but was <" + actual + ">");
    }
  }

  /** No {@code sleep} in a script: a shell may lose a signal that comes just before it forks. */
  private void interrupt() throws Exception {
    try (RunningCommand command = start(shell("exec yes begin").build())) {
      expect(command, "begin");
      command.interrupt();
      same(OptionalInt.of(128 + 2), command.waitFor(LONG));
    }
  }

  private void handledInterrupt() throws Exception {
    String script = "trap 'echo caught; exit 3' INT; echo begin; while :; do :; done";
    try (RunningCommand command = start(shell(script).build())) {
      expect(command, "begin");
      command.interrupt();
      expect(command, "caught");
      same(OptionalInt.of(3), command.waitFor(LONG));
    }
  }

  private void lateInterrupt() throws Exception {
    try (RunningCommand command = start(shell("exit 4").build())) {
      same(OptionalInt.of(4), command.waitFor(LONG));
      command.interrupt();
      command.resize(SIZE);
      same(OptionalInt.of(4), command.waitFor(LONG));
    }
  }

  private void pipes() throws Exception {
    String script = "test -t 0 && echo input; test -t 1 && echo output; echo end";
    try (RunningCommand command = start(shell(script).build())) {
      command.resize(SIZE);
      same("end\n", rest(command));
    }
  }

  private void size() throws Exception {
    try (RunningCommand command = terminal("test -t 0 && test -t 1 && test -t 2 && stty size")) {
      same("31 101\r\n", rest(command));
    }
  }

  private void resize() throws Exception {
    try (RunningCommand command = terminal("stty size; read line; stty size")) {
      expect(command, "31 101");
      command.resize(new TerminalSize(222, 55));
      type(command, "\n");
      expect(command, "55 222");
    }
  }

  private void typing() throws Exception {
    try (RunningCommand command = terminal("read line; echo got $line")) {
      type(command, "hello\n");
      same("hello\r\ngot hello\r\n", rest(command));
    }
  }

  private void control() throws Exception {
    try (RunningCommand command = terminal("trap 'echo caught; exit 5' INT; echo on; read line")) {
      expect(command, "on");
      command.interrupt();
      expect(command, "caught");
      same(OptionalInt.of(5), command.waitFor(LONG));
    }
  }

  /** Ctrl-C ends the program in front and leaves the shell alone. */
  private void jobControl() throws Exception {
    Command command = Command.builder()
        .addWords("/bin/sh", "-i")
        .workingDirectory(directory)
        .putEnvironment("PS1", "% ")
        .putEnvironment("ENV", "")
        .terminal(SIZE)
        .build();
    try (RunningCommand shell = start(command)) {
      expect(shell, "% ");
      type(shell, "yes st''art\n");
      expect(shell, "start");
      shell.interrupt();
      expect(shell, "% ");
      type(shell, "echo al''ive; exit 6\n");
      expect(shell, "alive");
      same(OptionalInt.of(6), shell.waitFor(LONG));
    }
  }

  private void exitCode() throws Exception {
    try (RunningCommand command = terminal("exit 7")) {
      same(OptionalInt.of(7), command.waitFor(LONG));
    }
    try (RunningCommand command = terminal("kill -9 $$")) {
      same(OptionalInt.of(128 + 9), command.waitFor(LONG));
    }
  }

  private void words() throws Exception {
    Command command = Command.builder()
        .addWords("/bin/sh", "-c", "printf '<%s>' \"$@\"; printf '%s' \"$SHELL\"", "sh")
        .addWords("it's", "a  \"b\"", "$HOME", "", "ä\\n")
        .workingDirectory(directory)
        .putEnvironment("SHELL", "/my/shell")
        .terminal(SIZE)
        .build();
    try (RunningCommand running = start(command)) {
      same("<it's><a  \"b\"><$HOME><><ä\\n>/my/shell", rest(running));
    }
  }

  private void killing() throws Exception {
    try (RunningCommand command = terminal("echo begin; trap '' HUP; sleep 60")) {
      expect(command, "begin");
      command.kill();
      same(OptionalInt.of(128 + 9), command.waitFor(LONG));
      rest(command);
    }
  }
}
