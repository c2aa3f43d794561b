package dev.codex.sandbox.process;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.LaunchedCommand;
import dev.codex.sandbox.launch.Launcher;
import dev.codex.sandbox.launch.NoLauncherException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts commands so that the kernel keeps everybody together who comes from them. */
final class Keeper {

  private final Launcher launcher;

  private Keeper(Launcher launcher) {
    this.launcher = launcher;
  }

  /**
   * One for this machine; empty where it is not Linux, or lets this JVM hold no program.
   *
   * @throws IOException if there may be one another time
   */
  static Optional<Keeper> create() throws IOException {
    Optional<Architecture> architecture = System.getProperty("os.name").equals("Linux")
        ? Architecture.named(System.getProperty("os.arch"))
        : Optional.empty();
    if (architecture.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Keeper(Launcher.create(architecture.get())));
    } catch (NoLauncherException e) {
      return Optional.empty(); // commands can be started without
    }
  }

  /**
   * Starts a command in other words.
   *
   * @param variables all of them, {@link MarkedTree#MARK} included
   * @param table finds the processes that the keeper leaves behind
   */
  RunningCommand start(
      Command command,
      List<String> words,
      Map<String, String> variables,
      ProcessTable table,
      OutputReaders readers)
      throws IOException {
    Script script = launcher.newScript();
    new KeeperScript(script).write().become(words, command.workingDirectory(), variables);
    Process process = launcher.start(script);
    LaunchStatus status = new LaunchStatus(script, process.getErrorStream());
    MarkedTree unkept = MarkedTree.of(process, variables, table);
    ProcessTree tree = new KeptTree(process, status, unkept);
    return new LaunchedCommand(LocalCommand.of(process, command, tree, readers), status);
  }
}
