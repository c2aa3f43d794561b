package dev.codex.sandbox.launch;

import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.SystemCalls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of our own that makes the system calls of a script, the last of which starts a command.
 * The script reaches it through standard input, so that nothing of it can be seen or changed by
 * anybody; what follows there is for the command.
 *
 * <p>Standard error belongs to the script, which sends {@link LaunchStatus} over it.
 */
public final class Launcher {

  /** The exit code of a script that failed. */
  public static final int FAILED = 125;

  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private static final int TRIALS = 200;
  private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int WORKS = 42;

  private final SystemCalls calls;
  private final SealedFile image;
  private final Spawner spawner = new Spawner();

  /** Commands of one turn come closer together. */
  private final Executor later =
      CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS, Runnable::run);

  private final AtomicReference<@Nullable FutureTask<ForkServer>> forks = new AtomicReference<>();
  private volatile boolean canFork = true;

  private Launcher(SystemCalls calls, SealedFile image) {
    this.calls = calls;
    this.image = image;
  }

  /**
   * A launcher in the first folder that takes programs.
   *
   * @throws NoLauncherException if none does, saying why for each
   * @throws IOException if that may be otherwise another time; {@link InterruptedIOException} if
   *     this thread was interrupted
   */
  public static Launcher create(Architecture architecture) throws IOException {
    byte[] image = LauncherImage.of(architecture);
    List<String> reasons = new ArrayList<>();
    boolean isLasting = true;
    for (Path folder : SealedFile.programFolders()) {
      try {
        return in(folder, image, architecture.systemCalls());
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        reasons.add(folder + ": " + e.getMessage());
        isLasting &= StartFailure.isLasting(e);
      }
    }
    String reason = "No folder takes a program that only this JVM can see ("
        + String.join("; ", reasons) + "). One without noexec is needed.";
    throw isLasting ? new NoLauncherException(reason) : new IOException(reason);
  }

  private static Launcher in(Path folder, byte[] image, SystemCalls calls) throws IOException {
    SealedFile file = SealedFile.program(image, folder);
    try {
      Launcher launcher = new Launcher(calls, file);
      launcher.tryOut();
      return launcher;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** While it was written, another child of this JVM may have been born with it open. */
  private void tryOut() throws IOException {
    Script script = newScript();
    script.call("", "exit_group", WORKS);
    for (int trial = 1; ; trial++) {
      try {
        Process process = hand(script.toBytes(), program().start());
        if (process.waitFor() != WORKS) {
          throw new NoLauncherException("it does not run on this kernel");
        }
        return;
      } catch (IOException e) {
        if (trial == TRIALS || StartFailure.number(e) != StartFailure.BUSY) {
          throw e;
        }
        LockSupport.parkNanos(BREATH);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while the launcher was tried out");
      }
    }
  }

  public Script newScript() {
    return new Script(calls);
  }

  /**
   * Starts the script with an empty environment in the root of the file system. The process ends
   * with this JVM.
   *
   * @throws IOException if the process cannot be started, or ends before it has the script
   */
  public Process start(Script script) throws IOException {
    byte[] bytes = script.toBytes();
    Optional<ForkedProcess> child = fork();
    if (child.isPresent()) {
      try {
        return hand(bytes, child.get());
      } catch (IOException e) {
        LOG.debug("{} ended before it had its script", child.get(), e);
      }
    }
    return hand(bytes, spawner.start(program()));
  }

  private static Process hand(byte[] script, Process process) throws IOException {
    try {
      OutputStream input = process.getOutputStream();
      input.write(script);
      input.flush();
      return process;
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private ProcessBuilder program() {
    ProcessBuilder builder =
        new ProcessBuilder(image.path().toString()).directory(Path.of("/").toFile());
    builder.environment().clear();
    return builder;
  }

  /** Empty where Java has to start the process. */
  private Optional<ForkedProcess> fork() {
    try {
      Optional<ForkServer> server = server();
      return server.isPresent() ? Optional.of(server.get().fork()) : Optional.empty();
    } catch (IOException e) {
      LOG.debug("No process could be copied", e);
      return Optional.empty();
    }
  }

  private Optional<ForkServer> server() throws IOException {
    while (canFork) {
      FutureTask<ForkServer> mine = new FutureTask<>(this::newServer);
      FutureTask<ForkServer> present = forks.compareAndExchange(null, mine);
      if (present == null) {
        mine.run();
      }
      FutureTask<ForkServer> current = present == null ? mine : present;
      ForkServer server = result(current);
      if (server != null && !server.isEnded()) {
        return Optional.of(server);
      }
      forks.compareAndSet(current, null);
      if (server == null) {
        return Optional.empty();
      }
      canFork &= !server.isUseless();
    }
    return Optional.empty();
  }

  private static @Nullable ForkServer result(FutureTask<ForkServer> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while commands got a process to start them");
    } catch (ExecutionException e) {
      LOG.debug("No process that copies itself could be started", e);
      return null;
    }
  }

  private ForkServer newServer() throws IOException {
    ProcessBuilder program = program().redirectError(ProcessBuilder.Redirect.DISCARD);
    // who looks for a command's processes takes one without any variable for a newborn
    program
        .environment()
        .put("CODEX_JVM", String.valueOf(ProcessHandle.current().pid()));
    return ForkServer.of(spawner.start(program), newScript(), later);
  }
}
