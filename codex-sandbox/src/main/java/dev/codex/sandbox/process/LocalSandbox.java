package dev.codex.sandbox.process;

import dev.codex.error.ConfigException;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.files.LocalFiles;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.IgnoredSignals;
import dev.codex.sandbox.kernel.Programs;
import dev.codex.sandbox.launch.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs commands as they are, and only under policies that ask for nothing else. On Linux they have
 * a session of their own, so that what they send to their group does not reach this JVM; and
 * killing one that still runs ends everybody who came from it.
 *
 * <p>Descendants that outlive the command are ended as well when it is closed, if they still have
 * its environment or a parent that has. One that was started without, as by {@code env -i setsid},
 * goes on, and so may one whose command took care to fool this JVM: it has all the rights of this
 * user. Only a policy that confines commands holds those.
 */
public final class LocalSandbox implements Sandbox {

  private final Map<String, String> environment;
  private final List<Path> temporaryFolders;

  private final OutputReaders readers;
  private final Keepers keepers;
  private final Terminals terminals = new Terminals();
  private final ProcessTable table = new ProcessTable(MarkedTree.MARK);

  /**
   * A sandbox without confinement.
   *
   * @param environment every variable that commands get
   * @param temporaryFolders what a workspace policy means by temp folders
   */
  public LocalSandbox(
      Map<String, String> environment, List<Path> temporaryFolders, OutputReaders readers) {
    this(environment, temporaryFolders, readers, Keeper::create);
  }

  /** The same with another way to keep processes together, or with none. */
  LocalSandbox(
      Map<String, String> environment,
      List<Path> temporaryFolders,
      OutputReaders readers,
      Keepers.Maker keepers) {
    this.keepers = new Keepers(keepers);
    this.environment = Map.copyOf(environment);
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.readers = readers;
  }

  @Override
  public void require(SandboxPolicy policy) {
    if (!(policy instanceof SandboxPolicy.DangerFullAccess)
        && !(policy instanceof SandboxPolicy.External)) {
      throw new SandboxUnavailableException("The sandbox policy " + policy.mode()
          + " cannot be enforced: there is no mechanism for this operating system that confines"
          + " commands." + wayOut(System.getProperty("os.name"))
          + " If something else confines this JVM, say so with SandboxPolicy.external(...); to run"
          + " commands with all the rights of this user, with SandboxPolicy.dangerFullAccess().");
    }
  }

  static String wayOut(String system) {
    if (system.startsWith("Windows")) {
      return " Run this program in WSL 2, where they are confined as on Linux.";
    }
    return system.startsWith("Mac")
        ? " PlatformSandbox.fromEnvironment().trySeatbelt() tries that of macOS."
        : "";
  }

  @Override
  public void requireWorkspace(Path workspace) {
    if (!Files.isDirectory(workspace)) {
      throw new ConfigException("The workspace " + workspace + " is no directory. Create it, or"
          + " name another one with Agent.builder().workspace(…).");
    }
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    require(policy);
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(command.environment());
    Command prepared = terminals.prepare(command, variables);
    variables.putAll(prepared.environment());
    variables.put(MarkedTree.MARK, UUID.randomUUID().toString());
    Optional<Keeper> present = keepers.get();
    try {
      return present.isPresent()
          ? startKept(command, prepared.words(), variables, present.get())
          : startAlone(command, prepared.words(), variables);
    } catch (IOException e) {
      throw new ToolException(reason(command, e), e);
    }
  }

  private RunningCommand startKept(
      Command command, List<String> words, Map<String, String> variables, Keeper present)
      throws IOException {
    Programs.checkFolder(command.workingDirectory());
    check(words, variables, command);
    return present.start(command, words, variables, table, readers);
  }

  private RunningCommand startAlone(
      Command command, List<String> words, Map<String, String> variables) throws IOException {
    List<String> heeding = IgnoredSignals.heeded(words);
    if (heeding != words) {
      // what starts is another program, which would not say this in these words
      check(words, variables, command);
    }
    ProcessBuilder builder = new ProcessBuilder(heeding)
        .directory(command.workingDirectory().toFile())
        .redirectErrorStream(true)
        .redirectError(ProcessBuilder.Redirect.DISCARD); // or Java makes a pipe that nobody uses
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    ProcessTree tree = MarkedTree.of(process, variables, table);
    return LocalCommand.of(process, command, tree, readers);
  }

  private static void check(List<String> words, Map<String, String> variables, Command command) {
    String path = variables.getOrDefault("PATH", CommandSteps.DEFAULT_PATH);
    Programs.check(words.get(0), path, command.workingDirectory());
  }

  /** In the words of the operating system, which models know best. */
  private static String reason(Command command, IOException failure) {
    if (!Files.isDirectory(command.workingDirectory())) {
      return Programs.whyNoFolder(command.workingDirectory());
    }
    return switch (StartFailure.number(failure)) {
      case StartFailure.NOT_FOUND -> "No such file or directory (os error 2)";
      case StartFailure.TOO_LONG -> "Argument list too long (os error 7)";
      case StartFailure.NO_ACCESS -> "Permission denied (os error 13)";
      default -> String.valueOf(failure.getMessage());
    };
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
    return "PlatformSandbox[no confinement]";
  }
}
