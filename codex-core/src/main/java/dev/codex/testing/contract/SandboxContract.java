package dev.codex.testing.contract;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * What every {@link Sandbox} must do, whatever it confines and wherever it runs. An implementer
 * hands each of the {@link #checks} to a test framework; with JUnit:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> contract() {
 *   return SandboxContract.of(sandbox, policy, directory).checks().stream()
 *       .map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
 * }
 * }</pre>
 *
 * <p>A check throws {@link AssertionError} where the sandbox breaks a promise. The commands need a
 * POSIX shell at {@code /bin/sh}.
 */
public final class SandboxContract {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Sandbox sandbox;
  private final SandboxPolicy policy;
  private final Path directory;

  private SandboxContract(Sandbox sandbox, SandboxPolicy policy, Path directory) {
    this.sandbox = sandbox;
    this.policy = policy;
    this.directory = directory;
  }

  /**
   * The contract for one sandbox.
   *
   * @param policy one that the sandbox can enforce and that allows to write in the directory
   * @param directory empty, and there for commands
   */
  public static SandboxContract of(Sandbox sandbox, SandboxPolicy policy, Path directory) {
    return new SandboxContract(sandbox, policy, directory);
  }

  /** The promises, each to be checked by itself. */
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>(commandChecks());
    new Files(this).checks().forEach((name, check) -> checks.add(new Check(name, check::run)));
    checks.addAll(new TerminalChecks(sandbox, policy, directory).checks());
    return List.copyOf(checks);
  }

  private List<Check> commandChecks() {
    return List.of(
        new Check("a policy that can be enforced is accepted", () -> sandbox.require(policy)),
        new Check("both streams arrive in the order of writing", this::streamsAreMerged),
        new Check("the exit code is that of the command", this::exitCode),
        new Check("a signal is 128 and its number", this::signal),
        new Check("waiting gives up after the time-out", this::timeOut),
        new Check("what is written to the input is read by the command", this::input),
        new Check("variables of the command win", this::environment),
        new Check("the command runs in its working directory", this::workingDirectory),
        new Check("a missing program is an answer to the model", this::missingProgram),
        new Check("a missing directory is an answer to the model", this::missingDirectory),
        new Check("killing ends the output and is done once", this::killing),
        new Check("closing releases a reader", this::closingReleasesReader),
        new Check("a child that keeps the output open holds up nobody", this::orphan),
        new Check("all output of a command that has exited is read", this::lateReader),
        new Check("commands run beside each other", this::parallel),
        new Check("commands and files are about the same disk", this::sameDisk));
  }

  /** One promise. */
  public record Check(String name, Body body) {}

  /** Checks a promise. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  private RunningCommand start(String script) {
    return sandbox.start(Command.of(directory, "/bin/sh", "-c", script), policy);
  }

  private static String read(RunningCommand command) throws IOException {
    return new String(command.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String outputOf(String script) throws IOException {
    try (RunningCommand command = start(script)) {
      return read(command);
    }
  }

  private OptionalInt exitOf(String script) throws InterruptedException {
    try (RunningCommand command = start(script)) {
      return command.waitFor(LONG);
    }
  }

  private static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected <" + expected + "> but was <" + actual + ">");
    }
  }

  private static void fails(Class<? extends Exception> type, Body body) throws Exception {
    try {
      body.run();
    } catch (Exception e) {
      if (type.isInstance(e)) {
        return;
      }
      throw e;
    }
    throw new AssertionError("expected a " + type.getSimpleName());
  }

  private void streamsAreMerged() throws IOException {
    same("1\n2\n3\n", outputOf("echo 1; echo 2 >&2; echo 3"));
  }

  private void exitCode() throws InterruptedException {
    same(OptionalInt.of(0), exitOf("true"));
    same(OptionalInt.of(3), exitOf("exit 3"));
  }

  private void signal() throws InterruptedException {
    same(OptionalInt.of(128 + 9), exitOf("kill -9 $$"));
  }

  private void timeOut() throws InterruptedException {
    try (RunningCommand command = start("sleep 60")) {
      same(OptionalInt.empty(), command.waitFor(Duration.ofMillis(1)));
    }
  }

  private void input() throws IOException {
    try (RunningCommand command = start("cat")) {
      try (OutputStream input = command.input()) {
        input.write("héllo\n".getBytes(StandardCharsets.UTF_8));
      }
      same("héllo\n", read(command));
    }
  }

  private void environment() throws IOException {
    Command command = Command.builder()
        .addWords("/bin/sh", "-c", "echo \"$PATH $CONTRACT\"")
        .workingDirectory(directory)
        .putEnvironment("PATH", "/nowhere")
        .putEnvironment("CONTRACT", "a b")
        .build();
    try (RunningCommand running = sandbox.start(command, policy)) {
      same("/nowhere a b\n", read(running));
    }
  }

  private void workingDirectory() throws IOException {
    same("1\n", outputOf("echo 1 > here; cat \"$PWD/here\"; rm here"));
  }

  private void missingProgram() throws Exception {
    Command command = Command.of(directory, directory.resolve("no-such-program").toString());
    fails(ToolException.class, () -> sandbox.start(command, policy).close());
  }

  private void missingDirectory() throws Exception {
    Command command = Command.of(directory.resolve("no-such-directory"), "/bin/sh", "-c", "true");
    fails(ToolException.class, () -> sandbox.start(command, policy).close());
  }

  private void killing() throws Exception {
    try (RunningCommand command = start("echo begin; sleep 60")) {
      same("begin\n", new String(command.output().readNBytes(6), StandardCharsets.UTF_8));
      command.kill();
      same("", read(command));
      same(OptionalInt.of(128 + 9), command.waitFor(LONG));
      command.kill();
    }
  }

  private void closingReleasesReader() throws Exception {
    RunningCommand command = start("echo begin; sleep 60");
    same("begin\n", new String(command.output().readNBytes(6), StandardCharsets.UTF_8));
    FutureTask<String> reader = inBackground(() -> read(command));
    command.close();
    same("", reader.get(LONG.toMillis(), TimeUnit.MILLISECONDS));
    command.close();
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "sandbox-contract");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private void orphan() throws IOException {
    long start = System.nanoTime();
    same("started\n", outputOf("sleep 20 & echo started"));
    if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(10)) {
      throw new AssertionError("the reader waited for a child of a command that had exited");
    }
  }

  private void lateReader() throws Exception {
    try (RunningCommand command =
        start("i=0; while [ $i -lt 50 ]; do echo line$i; i=$((i+1)); done")) {
      command.waitFor(LONG);
      same(50L, read(command).lines().count());
    }
  }

  private void parallel() throws IOException {
    try (RunningCommand one = start("read x; echo 1$x");
        RunningCommand two = start("echo 2")) {
      same("2\n", read(two));
      try (OutputStream input = one.input()) {
        input.write('\n');
      }
      same("1\n", read(one));
    }
  }

  private void sameDisk() throws IOException {
    FileAccess files = sandbox.files(policy);
    Path file = directory.resolve("same/disk.txt");

    files.apply(List.of(FileEdit.write(file, "one".getBytes(StandardCharsets.UTF_8))));

    same("one", outputOf("cat same/disk.txt; echo two > same/disk.txt"));
    same("two\n", new String(files.read(file), StandardCharsets.UTF_8));
  }

  /** The files of the sandbox, which are held to their own contract. */
  private static final class Files extends FileAccessContract {
    private final SandboxContract contract;

    Files(SandboxContract contract) {
      this.contract = contract;
    }

    @Override
    protected FileAccess files() {
      return contract.sandbox.files(contract.policy);
    }

    @Override
    protected Path directory() {
      return contract.directory;
    }
  }
}
