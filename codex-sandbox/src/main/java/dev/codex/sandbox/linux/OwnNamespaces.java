package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.CommandSteps.Limit;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.SeccompFilter;
import dev.codex.sandbox.kernel.User;
import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes namespaces with the launcher: nothing has to be installed, and nothing else is started. */
final class OwnNamespaces implements Namespaces {

  private final Launcher launcher;
  private final User user = User.current();
  private final List<Path> closedProc = Bubblewrap.closedProc();
  private final Map<Limit, Long> limits;
  private final byte[] offline;
  private final byte[] online;

  OwnNamespaces(Architecture architecture, Map<Limit, Long> limits) throws IOException {
    this.limits = Map.copyOf(limits);
    this.launcher = Launcher.create(architecture);
    this.offline = SeccompFilter.of(architecture, NetworkAccess.OFF);
    this.online = SeccompFilter.of(architecture, NetworkAccess.ON);
  }

  @Override
  public Start start(
      Confinement confinement,
      Path workingDirectory,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    Script script = launcher.newScript();
    byte[] filter = confinement.network().equals(NetworkAccess.OFF) ? offline : online;
    CommandSteps steps =
        new NamespaceScript(script, user, limits).write(confinement, closedProc, filter);
    steps.become(command, workingDirectory, environment);
    Process process = launcher.start(script);
    return new Start(process, new LaunchStatus(script, process.getErrorStream()));
  }

  @Override
  public boolean hasBridge() {
    return true;
  }

  @Override
  public String name() {
    return "namespaces";
  }

  @Override
  public String toString() {
    return "the launcher of this library";
  }
}
