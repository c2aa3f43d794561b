package dev.codex.sandbox.macos;

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
import dev.codex.sandbox.files.KnownFolders;
import dev.codex.sandbox.files.LocalFiles;
import dev.codex.sandbox.process.LocalCommand;
import dev.codex.sandbox.process.MarkedTree;
import dev.codex.sandbox.process.OutputReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Confines commands with seatbelt, as far as can be said without having been run on macOS. */
public final class SeatbeltSandbox implements Sandbox {

  private final Map<String, String> environment;
  private final List<Path> temporaryFolders;
  private final OutputReaders readers;
  private final String system;
  private final KnownFolders knownFolders = new KnownFolders();

  /**
   * A sandbox for this system.
   *
   * @param environment every variable that commands get
   * @param temporaryFolders what a workspace policy means by temp folders
   * @param system {@code os.name}
   */
  public SeatbeltSandbox(
      Map<String, String> environment,
      List<Path> temporaryFolders,
      OutputReaders readers,
      String system) {
    this.environment = Map.copyOf(environment);
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.readers = readers;
    this.system = system;
  }

  @Override
  public void require(SandboxPolicy policy) {
    if (!system.startsWith("Mac")) {
      throw new SandboxUnavailableException("Seatbelt confines on macOS, not on " + system + ".");
    }
    folders(policy);
  }

  private List<Path> folders(SandboxPolicy policy) {
    if (policy.network() instanceof NetworkAccess.Proxied) {
      throw new SandboxUnavailableException(
          "Connections cannot be led through a proxy on macOS yet. Use NetworkAccess.OFF or ON.");
    }
    if (policy instanceof SandboxPolicy.ReadOnly) {
      return List.of();
    }
    if (!(policy instanceof WorkspaceWrite workspace)
        || workspace.tempFolders() == TempFolders.PRIVATE) {
      throw new SandboxUnavailableException("Seatbelt does not enforce the policy " + policy.mode()
          + " with its rules or private temp folders yet. Use SandboxPolicy.readOnly() or"
          + " workspaceWrite(...).");
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
    require(policy);
    if (command.terminal().isPresent()) {
      throw new ToolException("there are no confined terminals on macOS yet; leave out tty");
    }
    String mark = UUID.randomUUID().toString();
    List<String> words = SeatbeltArguments.of(folders(policy), policy.network());
    words.addAll(command.words());
    ProcessBuilder builder = new ProcessBuilder(words)
        .directory(command.workingDirectory().toFile())
        .redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    variables.putAll(command.environment());
    variables.put("CODEX_SANDBOX", "seatbelt"); // as Codex does
    if (policy.network().equals(NetworkAccess.OFF)) {
      variables.put("CODEX_SANDBOX_NETWORK_DISABLED", "1");
    }
    variables.put(MarkedTree.MARK, mark);
    try {
      Process process = builder.start();
      return LocalCommand.of(process, command, new MarkedTree(process, mark), readers);
    } catch (IOException e) {
      throw new ToolException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return environment;
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    return LocalFiles.under(policy, temporaryFolders);
  }

  @Override
  public String toString() {
    return "Sandbox[seatbelt]";
  }
}
