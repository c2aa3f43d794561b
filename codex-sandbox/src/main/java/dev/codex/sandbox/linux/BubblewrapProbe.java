package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.NetworkAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Tries bubblewrap once with exactly what a command gets, and looks from inside whether it holds.
 * The answer is kept until somebody doubts it.
 */
final class BubblewrapProbe {

  private static final Path ROOT = Path.of("/");
  private static final Confinement TRIAL =
      new Confinement(List.of(new Mount.ReadOnly(ROOT)), NetworkAccess.OFF);
  private static final int PATIENCE_SECONDS = 10;

  /** As {@code /proc/self/status} must show them. */
  private static final Map<String, String> EXPECTED = Map.of(
      "NoNewPrivs",
      "1",
      "Seccomp",
      "2",
      "CapEff",
      "0000000000000000",
      "CapBnd",
      "0000000000000000");

  private final BubblewrapFinder finder;
  private final String architecture;
  private final Spawner spawner;
  private final ReentrantLock lock = new ReentrantLock();
  private @org.jspecify.annotations.Nullable Bubblewrap proven; // guarded by lock

  BubblewrapProbe(BubblewrapFinder finder, String architecture, Spawner spawner) {
    this.finder = finder;
    this.architecture = architecture;
    this.spawner = spawner;
  }

  /**
   * One that works here.
   *
   * @throws SandboxUnavailableException naming the step that failed and the remedy
   */
  Bubblewrap proven() {
    lock.lock();
    try {
      Bubblewrap known = proven;
      if (known == null) {
        known = find();
        tryOut(known);
        proven = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** A command could not be confined: the next one is preceded by a new trial. */
  void doubt() {
    lock.lock();
    try {
      proven = null;
    } finally {
      lock.unlock();
    }
  }

  private Bubblewrap find() {
    Architecture known = Architecture.named(architecture)
        .orElseThrow(() -> new SandboxUnavailableException("There is no system call filter for "
            + architecture + ". Commands can be confined on x86_64 and aarch64."));
    Path program = finder.find();
    try {
      return new Bubblewrap(program, known);
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          "The system call filter cannot be handed to bubblewrap (" + e.getMessage()
              + "). Make /dev/shm writable and mount /proc.",
          e);
    }
  }

  private void tryOut(Bubblewrap bubblewrap) {
    ProcessBuilder builder = bubblewrap
        .prepare(TRIAL, ROOT, Map.of("LC_ALL", "C"), List.of("/bin/cat", "/proc/self/status"))
        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    try {
      Process process = spawner.start(builder);
      // both are far less than a pipe holds
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new SandboxUnavailableException("bubblewrap did not get a command started within "
            + PATIENCE_SECONDS + " seconds. Try " + bubblewrap + " by hand.");
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String status = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new SandboxUnavailableException(
            BubblewrapFailure.explain(bubblewrap.toString(), output + status));
      }
      check(output);
    } catch (IOException e) {
      throw new SandboxUnavailableException("/bin/sh cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxUnavailableException("Interrupted while bubblewrap was tried out.", e);
    }
  }

  private static void check(String processStatus) {
    Map<String, String> lines = processStatus
        .lines()
        .map(line -> line.split(":\\s*", 2))
        .filter(cells -> cells.length == 2)
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1], (a, b) -> a));
    EXPECTED.forEach((name, value) -> {
      if (!value.equals(lines.get(name))) {
        throw new SandboxUnavailableException("bubblewrap runs but does not confine: " + name
            + " is " + lines.get(name) + " inside instead of " + value
            + ". Use a bubblewrap and a kernel with seccomp support.");
      }
    });
  }
}
