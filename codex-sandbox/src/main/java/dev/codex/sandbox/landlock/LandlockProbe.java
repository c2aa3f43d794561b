package dev.codex.sandbox.landlock;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.launch.Launcher;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Asks the kernel once what its Landlock can do. */
final class LandlockProbe {

  /** The first that keeps files from being cut off: kernel 6.2. */
  private static final int OLDEST = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kernel known; // guarded by lock

  /** What there is. */
  record Kernel(Architecture architecture, Launcher launcher, int version) {}

  /**
   * The kernel of this machine.
   *
   * @throws SandboxUnavailableException if it cannot confine
   */
  Kernel kernel() {
    lock.lock();
    try {
      Kernel kernel = known;
      if (kernel == null) {
        kernel = ask();
        known = kernel;
      }
      return kernel;
    } finally {
      lock.unlock();
    }
  }

  private static int exitCode(Process process) throws IOException, InterruptedException {
    try (InputStream output = process.getInputStream();
        InputStream error = process.getErrorStream()) {
      return process.waitFor();
    }
  }

  private static Kernel ask() {
    String name = System.getProperty("os.arch");
    Architecture architecture = Architecture.named(name)
        .orElseThrow(() -> new SandboxUnavailableException("There is no launcher for " + name
            + ". Commands can be confined on x86_64 and aarch64."));
    try {
      Launcher launcher = Launcher.create(architecture);
      Script script = launcher.newScript();
      LandlockScript.askVersion(script);
      int version = exitCode(launcher.start(script));
      if (version < OLDEST) {
        throw new SandboxUnavailableException("Landlock is "
            + (version == 0 ? "not switched on" : "too old (version " + version + ")")
            + ". Use a kernel of 6.2 or later that is started with landlock in its lsm= list.");
      }
      return new Kernel(architecture, launcher, version);
    } catch (IOException e) {
      throw new SandboxUnavailableException("The launcher cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxUnavailableException("Interrupted while the kernel was asked.", e);
    }
  }
}
