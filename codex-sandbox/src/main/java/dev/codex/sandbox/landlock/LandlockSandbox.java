package dev.codex.sandbox.landlock;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import dev.codex.sandbox.Guarantee;
import dev.codex.sandbox.files.KnownFolders;
import dev.codex.sandbox.files.LocalFiles;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.CommandSteps.Limit;
import dev.codex.sandbox.kernel.Programs;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.SeccompFilter;
import dev.codex.sandbox.kernel.SeccompFilter.Metadata;
import dev.codex.sandbox.kernel.User;
import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.LaunchedCommand;
import dev.codex.sandbox.process.LocalCommand;
import dev.codex.sandbox.process.MarkedTree;
import dev.codex.sandbox.process.OutputReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Confines commands with Landlock and a filter on system calls, for machines that have no user
 * namespaces. A command starts as fast as an unconfined one, and sees the host as it is.
 *
 * <p>It cannot keep some names of a writable folder closed, hide processes, or find every child;
 * {@link #enforces} says what is left. It is never chosen unless that is enough for the host.
 */
public final class LandlockSandbox implements Sandbox {

  private final Map<String, String> environment;
  private final List<Path> temporaryFolders;
  private final OutputReaders readers;
  private final Map<Limit, Long> limits;
  private final KnownFolders knownFolders = new KnownFolders();
  private final LandlockProbe probe = new LandlockProbe();

  /**
   * A sandbox that asks the kernel when it is first needed.
   *
   * @param environment every variable that commands get
   * @param temporaryFolders what a workspace policy means by temp folders
   * @param limits for every command; that of processes counts all of this user
   */
  public LandlockSandbox(
      Map<String, String> environment,
      List<Path> temporaryFolders,
      OutputReaders readers,
      Map<Limit, Long> limits) {
    this.limits = Map.copyOf(limits);
    this.environment = Map.copyOf(environment);
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.readers = readers;
  }

  /** What commands under this policy are kept to. */
  public static Set<Guarantee> enforces(SandboxPolicy policy) {
    Set<Guarantee> enforced = EnumSet.of(
        Guarantee.WRITES_CONFINED,
        Guarantee.READS_DENIED, // policies that deny any are refused
        Guarantee.NETWORK_OFF,
        Guarantee.UNIX_SOCKETS_CLOSED,
        Guarantee.KERNEL_SETTINGS_CLOSED,
        Guarantee.CAPABILITIES_DROPPED,
        Guarantee.NAMESPACES_CLOSED,
        Guarantee.SET_ID_FILES_REFUSED);
    if (policy instanceof SandboxPolicy.ReadOnly) {
      enforced.add(Guarantee.METADATA_CONFINED);
      enforced.add(Guarantee.PROTECTED_NAMES);
      enforced.add(Guarantee.NESTED_PROTECTED_NAMES);
      enforced.add(Guarantee.MISSING_NESTED_NAMES);
    }
    return enforced;
  }

  @Override
  public void require(SandboxPolicy policy) {
    probe.kernel();
    folders(policy);
  }

  private List<Path> folders(SandboxPolicy policy) {
    if (policy.network() instanceof NetworkAccess.Proxied) {
      throw new SandboxUnavailableException("Landlock cannot lead connections through a proxy. Use"
          + " NetworkAccess.OFF or ON, or make user namespaces available.");
    }
    if (policy instanceof SandboxPolicy.ReadOnly) {
      return List.of();
    }
    if (!(policy instanceof WorkspaceWrite workspace)) {
      throw new SandboxUnavailableException("Landlock cannot enforce the policy " + policy.mode()
          + ", whose rules are about parts of folders. Use SandboxPolicy.readOnly() or"
          + " workspaceWrite(...), or make user namespaces available.");
    }
    if (workspace.tempFolders() == TempFolders.PRIVATE) {
      throw new SandboxUnavailableException("Landlock cannot give commands temp folders of their"
          + " own. Use TempFolders.WRITABLE or READ_ONLY, or make user namespaces available.");
    }
    List<Path> folders = new ArrayList<>(workspace.roots());
    if (workspace.tempFolders() == TempFolders.WRITABLE) {
      folders.addAll(temporaryFolders);
    }
    return folders.stream()
        .flatMap(folder -> knownFolders.real(folder).stream())
        .toList();
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    LandlockProbe.Kernel kernel = probe.kernel();
    List<Path> folders = folders(policy);
    if (command.terminal().isPresent()) {
      throw new ToolException(
          "a terminal needs user namespaces, which this machine does not have; leave out tty");
    }
    String mark = UUID.randomUUID().toString();
    Map<String, String> variables = variables(command, policy, mark);
    Programs.checkFolder(command.workingDirectory());
    Programs.check(
        command.words().get(0),
        variables.getOrDefault("PATH", CommandSteps.DEFAULT_PATH),
        command.workingDirectory());
    Script script = kernel.launcher().newScript();
    boolean isOnline = policy.network().equals(NetworkAccess.ON);
    byte[] filter = filter(kernel.architecture(), policy);
    write(script, kernel.version(), folders, isOnline, filter)
        .become(command.words(), command.workingDirectory(), variables);
    try {
      Process process = kernel.launcher().start(script);
      LocalCommand running =
          LocalCommand.of(process, command, new MarkedTree(process, mark), readers);
      return new LaunchedCommand(running, new LaunchStatus(script, process.getErrorStream()));
    } catch (IOException e) {
      throw new ToolException(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, String> variables(Command command, SandboxPolicy policy, String mark) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("PWD", command.workingDirectory().toString());
    variables.putAll(command.environment());
    if (policy.network().equals(NetworkAccess.OFF)) {
      variables.put("CODEX_SANDBOX_NETWORK_DISABLED", "1");
    }
    variables.put(MarkedTree.MARK, mark);
    return variables;
  }

  private static byte[] filter(Architecture architecture, SandboxPolicy policy) {
    Metadata metadata =
        policy instanceof SandboxPolicy.ReadOnly ? Metadata.FROZEN : Metadata.CHANGEABLE;
    return SeccompFilter.withoutNamespaces(architecture, policy.network(), metadata);
  }

  private CommandSteps write(
      Script script, int version, List<Path> folders, boolean isOnline, byte[] filter) {
    CommandSteps steps = new CommandSteps(script);
    steps.begin();
    steps.newSession();
    limits.forEach(steps::limit);
    if (User.current().isRoot()) {
      steps.dropBounds();
    }
    steps.dropCapabilities();
    steps.noNewPrivileges();
    new LandlockScript(script, version).restrict(folders, isOnline);
    steps.filter(filter);
    return steps;
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return environment;
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    folders(policy);
    return LocalFiles.under(policy, temporaryFolders);
  }

  @Override
  public String toString() {
    return "Sandbox[landlock]";
  }
}
