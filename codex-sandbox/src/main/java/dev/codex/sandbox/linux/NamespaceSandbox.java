package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.Guarantee;
import dev.codex.sandbox.files.LocalFiles;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Programs;
import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.LaunchedCommand;
import dev.codex.sandbox.launch.Launcher;
import dev.codex.sandbox.launch.StartStatus;
import dev.codex.sandbox.network.Proxies;
import dev.codex.sandbox.process.LocalCommand;
import dev.codex.sandbox.process.OutputReaders;
import dev.codex.sandbox.process.Terminals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Confines commands with namespaces: own view of the file system, own processes, no capabilities, a
 * filter on system calls, and no network unless the policy says so.
 *
 * <p>A mechanism is tried out when the first policy is required or the first command is started,
 * and again after it failed. There is no second start and no check per command.
 */
public final class NamespaceSandbox implements Sandbox {

  private final Map<String, String> environment;
  private final List<Path> temporaryFolders;
  private final OutputReaders readers;
  private final Layout layout;
  private final Terminals terminals = new Terminals();
  private final NamespaceProbe probe;
  private final Proxies proxies;
  private final Placeholders placeholders;

  /**
   * A sandbox that looks for a mechanism when it is first needed.
   *
   * @param environment every variable that commands get
   * @param temporaryFolders what a workspace policy means by temp folders
   */
  public NamespaceSandbox(
      Map<String, String> environment,
      List<Path> temporaryFolders,
      OutputReaders readers,
      Setup setup) {
    this(
        environment,
        temporaryFolders,
        readers,
        setup,
        new NamespaceProbe(
            setup, new BubblewrapFinder(BubblewrapFinder.PLACES), System.getProperty("os.arch")));
  }

  NamespaceSandbox(
      Map<String, String> environment,
      List<Path> temporaryFolders,
      OutputReaders readers,
      Setup setup,
      NamespaceProbe probe) {
    this.environment = Map.copyOf(environment);
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.readers = readers;
    this.layout = new Layout(temporaryFolders);
    this.probe = probe;
    this.proxies = new Proxies(setup.connections(), setup.approver());
    this.placeholders = Placeholders.ofThisUser();
  }

  /** What commands under this policy are kept to. */
  public static Set<Guarantee> enforces(SandboxPolicy policy) {
    Set<Guarantee> enforced = EnumSet.allOf(Guarantee.class);
    enforced.remove(Guarantee.RESOURCES_LIMITED);
    if (!(policy instanceof SandboxPolicy.ReadOnly)) {
      enforced.remove(Guarantee.MISSING_NESTED_NAMES);
    }
    return enforced;
  }

  /** Why no mechanism works on this machine; empty if one does. */
  public Optional<SandboxUnavailableException> problem() {
    try {
      probe.proven();
      return Optional.empty();
    } catch (SandboxUnavailableException e) {
      return Optional.of(e);
    }
  }

  @Override
  public void require(SandboxPolicy policy) {
    refuseUnconfined(policy);
    checkNetwork(probe.proven(), policy);
    layout.of(policy);
  }

  private static void checkNetwork(Namespaces namespaces, SandboxPolicy policy) {
    if (policy.network() instanceof NetworkAccess.Proxied && !namespaces.hasBridge()) {
      throw new SandboxUnavailableException("Connections cannot be led through a proxy with "
          + namespaces.name() + ". Use NetworkAccess.OFF or ON, or allow this program to make user"
          + " namespaces itself.");
    }
  }

  private static void refuseUnconfined(SandboxPolicy policy) {
    if (policy instanceof SandboxPolicy.DangerFullAccess
        || policy instanceof SandboxPolicy.External) {
      throw new IllegalArgumentException(
          "The policy " + policy.mode() + " asks for no confinement, and this sandbox confines.");
    }
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    refuseUnconfined(policy);
    Namespaces namespaces = probe.proven();
    checkNetwork(namespaces, policy);
    Map<String, String> variables = variables(command, policy);
    check(command, variables.getOrDefault("PATH", CommandSteps.DEFAULT_PATH));
    Command prepared = terminals.prepare(command, variables);
    variables.putAll(prepared.environment());
    Optional<Path> proxy = proxies.folder(policy.network());
    Confinement confinement = layout.enter(policy).through(proxy);
    Runnable release = () -> layout.leave(confinement);
    try {
      Placeholders.Lease lease = placeholders.take(confinement.blocked());
      release = () -> {
        lease.close();
        layout.leave(confinement);
      };
      return take(
          command,
          namespaces.start(confinement, command.workingDirectory(), variables, prepared.words()),
          release);
    } catch (IOException e) {
      release.run();
      throw new ToolException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private RunningCommand take(Command command, Namespaces.Start start, Runnable release) {
    Process process = start.process();
    StartStatus status = start.status();
    NamespaceTree tree = new NamespaceTree(process, status, () -> {
      if (!process.isAlive() && isFailure(process.exitValue()) && !status.commandWasStarted()) {
        probe.doubt();
      }
      release.run();
    });
    LocalCommand running = LocalCommand.of(process, command, tree, readers);
    return status instanceof LaunchStatus launch ? new LaunchedCommand(running, launch) : running;
  }

  /** What the mechanisms exit with if they fail; commands may do so, too. */
  private static boolean isFailure(int exitCode) {
    return exitCode == 1 || exitCode == Launcher.FAILED;
  }

  private Map<String, String> variables(Command command, SandboxPolicy policy) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("PWD", command.workingDirectory().toString());
    variables.putAll(command.environment());
    if (policy.network() instanceof NetworkAccess.Proxied) {
      variables.putAll(Proxies.VARIABLES);
    }
    if (policy.network().equals(NetworkAccess.OFF)) {
      variables.put("CODEX_SANDBOX_NETWORK_DISABLED", "1"); // as Codex does; test suites skip by it
    }
    return variables;
  }

  private static void check(Command command, String searchPath) {
    Programs.checkFolder(command.workingDirectory());
    Programs.check(command.words().get(0), searchPath, command.workingDirectory());
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return environment;
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    layout.check(policy);
    return LocalFiles.under(policy, temporaryFolders);
  }

  @Override
  public String toString() {
    return "Sandbox[" + probe.name() + "]";
  }
}
