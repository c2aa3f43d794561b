package dev.codex.sandbox.linux;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.files.LocalFiles;
import dev.codex.sandbox.process.LocalCommand;
import dev.codex.sandbox.process.OutputReaders;
import dev.codex.sandbox.process.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Confines commands with bubblewrap: own view of the file system, own processes, no capabilities,
 * a filter on system calls, and no network unless the policy says so.
 *
 * <p>Bubblewrap is tried out when the first policy is required or the first command is started, and
 * again after it failed. There is no second start and no check per command.
 */
public final class BubblewrapSandbox implements Sandbox {

  private final Map<String, String> environment;
  private final List<Path> temporaryFolders;
  private final OutputReaders readers;
  private final Layout layout;
  private final Spawner spawner = new Spawner();
  private final Terminals terminals = new Terminals();
  private final BubblewrapProbe probe;
  private final Placeholders placeholders;

  /**
   * A sandbox that looks for bubblewrap when it is first needed.
   *
   * @param environment every variable that commands get
   * @param temporaryFolders what a workspace policy means by temp folders
   */
  public BubblewrapSandbox(
      Map<String, String> environment, List<Path> temporaryFolders, OutputReaders readers) {
    this(
        environment,
        temporaryFolders,
        readers,
        new BubblewrapFinder(BubblewrapFinder.PLACES),
        System.getProperty("os.arch"));
  }

  BubblewrapSandbox(
      Map<String, String> environment,
      List<Path> temporaryFolders,
      OutputReaders readers,
      BubblewrapFinder finder,
      String architecture) {
    this.environment = Map.copyOf(environment);
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.readers = readers;
    this.layout = new Layout(temporaryFolders);
    this.probe = new BubblewrapProbe(finder, architecture, spawner);
    this.placeholders = Placeholders.ofThisUser();
  }

  @Override
  public void require(SandboxPolicy policy) {
    refuseUnconfined(policy);
    probe.proven();
    layout.of(policy);
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
    Bubblewrap bubblewrap = probe.proven();
    Map<String, String> variables = variables(command, policy);
    check(command, variables.getOrDefault("PATH", Programs.DEFAULT_PATH));
    Command prepared = terminals.prepare(command, variables);
    variables.putAll(prepared.environment());
    Confinement confinement = layout.enter(policy);
    Runnable release = () -> layout.leave(confinement);
    try {
      Placeholders.Lease lease = placeholders.take(confinement.blocked());
      release = () -> {
        lease.close();
        layout.leave(confinement);
      };
      return start(
          command,
          bubblewrap.prepare(confinement, command.workingDirectory(), variables, prepared.words()),
          release);
    } catch (IOException e) {
      release.run();
      throw new ToolException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private RunningCommand start(Command command, ProcessBuilder builder, Runnable release)
      throws IOException {
    Process process = spawner.start(builder);
    BubblewrapStatus status = new BubblewrapStatus(process.getErrorStream());
    NamespaceTree tree = new NamespaceTree(process, status, () -> {
      if (!process.isAlive() && process.exitValue() == 1 && !status.commandWasStarted()) {
        probe.doubt();
      }
      release.run();
    });
    return LocalCommand.of(process, command, tree, readers);
  }

  private Map<String, String> variables(Command command, SandboxPolicy policy) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(command.environment());
    if (policy.network() == NetworkAccess.OFF) {
      variables.put("CODEX_SANDBOX_NETWORK_DISABLED", "1"); // as Codex does; test suites skip by it
    }
    return variables;
  }

  private static void check(Command command, String searchPath) {
    if (!Files.isDirectory(command.workingDirectory())) {
      throw new ToolException("No such file or directory (os error 2)");
    }
    Programs.check(command.words().get(0), searchPath, command.workingDirectory());
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    layout.check(policy);
    return LocalFiles.under(policy, temporaryFolders);
  }

  @Override
  public String toString() {
    return "Sandbox[bubblewrap]";
  }
}
