package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.NetworkAccess;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.Spawner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries mechanisms in order, each once and with exactly what a command gets, and looks from inside
 * whether it holds. The answer is kept until somebody doubts it.
 */
final class NamespaceProbe {

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

  private final Setup setup;
  private final BubblewrapFinder finder;
  private final String architecture;
  private final Spawner spawner = new Spawner();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Namespaces proven; // guarded by lock

  NamespaceProbe(Setup setup, BubblewrapFinder finder, String architecture) {
    this.setup = setup;
    this.finder = finder;
    this.architecture = architecture;
  }

  /**
   * One that works here.
   *
   * @throws SandboxUnavailableException naming the step that failed and the remedy
   */
  Namespaces proven() {
    lock.lock();
    try {
      Namespaces known = proven;
      if (known == null) {
        known = find();
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

  /** In one or two words, for people. */
  String name() {
    lock.lock();
    try {
      return proven == null ? setup.mechanisms().toString() : proven.name();
    } finally {
      lock.unlock();
    }
  }

  private Namespaces find() {
    Architecture known = Architecture.named(architecture)
        .orElseThrow(() -> new SandboxUnavailableException("There is no system call filter for "
            + architecture + ". Commands can be confined on x86_64 and aarch64."));
    List<SandboxUnavailableException> failures = new ArrayList<>();
    for (Mechanism mechanism : setup.mechanisms()) {
      try {
        Namespaces namespaces = create(mechanism, known);
        tryOut(namespaces);
        return namespaces;
      } catch (SandboxUnavailableException e) {
        failures.add(e);
      }
    }
    if (failures.isEmpty()) {
      throw new SandboxUnavailableException(
          "No mechanism is left to confine commands with. Allow one of them.");
    }
    // the last one knows what to install; the others are behind it for whoever wants to know more
    SandboxUnavailableException last = failures.get(failures.size() - 1);
    failures.subList(0, failures.size() - 1).forEach(last::addSuppressed);
    throw last;
  }

  private Namespaces create(Mechanism mechanism, Architecture known) {
    if (mechanism == Mechanism.BUBBLEWRAP && !setup.limits().isEmpty()) {
      throw new SandboxUnavailableException("bubblewrap does not bound what commands use up. Leave"
          + " out the limits, or let this program make user namespaces itself.");
    }
    Path program = mechanism == Mechanism.BUBBLEWRAP ? finder.find() : ROOT;
    try {
      return mechanism == Mechanism.BUBBLEWRAP
          ? new Bubblewrap(program, known, spawner)
          : new OwnNamespaces(known, setup.limits());
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          "What confines commands cannot be handed over (" + e.getMessage()
              + "). Make /dev/shm writable and mount /proc.",
          e);
    }
  }

  private static void tryOut(Namespaces namespaces) {
    List<String> command = List.of("/bin/cat", "/proc/self/status");
    try {
      Namespaces.Start start = namespaces.start(TRIAL, ROOT, Map.of("LC_ALL", "C"), command);
      tryOut(namespaces, start);
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          namespaces + " cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxUnavailableException("Interrupted while namespaces were tried out.", e);
    }
  }

  private static void tryOut(Namespaces namespaces, Namespaces.Start start)
      throws IOException, InterruptedException {
    Process process = start.process();
    try (InputStream answer = process.getInputStream();
        InputStream ignored = process.getErrorStream()) {
      // both outputs are far less than a pipe holds
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new SandboxUnavailableException(
            namespaces + " did not get a command started within " + PATIENCE_SECONDS + " seconds.");
      }
      String output = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        String reason = start.status() instanceof LaunchStatus status
            ? status.failure().orElse(output)
            : output + start.status();
        throw new SandboxUnavailableException(
            BubblewrapFailure.explain(namespaces.toString(), reason));
      }
      check(namespaces.toString(), output);
    }
  }

  private static void check(String name, String processStatus) {
    Map<String, String> lines = processStatus
        .lines()
        .map(line -> line.split(":\\s*", 2))
        .filter(cells -> cells.length == 2)
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1], (a, b) -> a));
    EXPECTED.forEach((key, value) -> {
      if (!value.equals(lines.get(key))) {
        throw new SandboxUnavailableException(name + " runs but does not confine: " + key + " is "
            + lines.get(key) + " inside instead of " + value
            + ". Use a kernel with seccomp support.");
      }
    });
  }
}
