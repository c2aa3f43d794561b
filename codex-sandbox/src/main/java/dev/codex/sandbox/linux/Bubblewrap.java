package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.IgnoredSignals;
import dev.codex.sandbox.kernel.SeccompFilter;
import dev.codex.sandbox.launch.SealedFile;
import dev.codex.sandbox.launch.Spawner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Starts the {@code bwrap} program, which is one process start for each command. */
final class Bubblewrap implements Namespaces {

  /**
   * Opens the descriptors that Java cannot hand over and becomes bubblewrap. Our standard error is
   * for bubblewrap's status; the command's goes where its output goes.
   */
  private static final String SHIM = "ulimit -c 0; f=$1; shift; exec \"$@\" %d<\"$f\" %d>&2 2>&1"
      .formatted(BubblewrapArguments.FILTER, BubblewrapArguments.STATUS);

  private static final String SHELL = "/bin/sh";

  /** What programs read before they do what they are asked: none of it is for bubblewrap. */
  private static final Pattern STEERING = Pattern.compile(
      "(LD_|GLIBC_|MALLOC_|BASH_FUNC).*|GCONV_PATH|LOCPATH|NLSPATH|ENV|BASH_ENV|SHELLOPTS|BASHOPTS"
          + "|PS4|IFS|PWD|OLDPWD");

  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** As root, the files in here stay writable without any capability. */
  private static final List<Path> PROC = List.of(
      Path.of("/proc/sys"),
      Path.of("/proc/sysrq-trigger"),
      Path.of("/proc/irq"),
      Path.of("/proc/bus"),
      Path.of("/proc/acpi"),
      Path.of("/proc/scsi"),
      Path.of("/proc/fs"));

  private final Path program;
  private final SealedFile offline;
  private final SealedFile online;
  private final List<Path> closedProc = closedProc();
  private final Spawner spawner;

  /**
   * A bubblewrap.
   *
   * @param program absolute
   */
  Bubblewrap(Path program, Architecture architecture, Spawner spawner) throws IOException {
    this.program = program;
    this.offline = SealedFile.of(SeccompFilter.of(architecture, NetworkAccess.OFF));
    this.online = SealedFile.of(SeccompFilter.of(architecture, NetworkAccess.ON));
    this.spawner = spawner;
  }

  /** Parts of {@code /proc} in which this user could change something, whoever it is. */
  static List<Path> closedProc() {
    return PROC.stream().filter(path -> path.toFile().exists()).toList();
  }

  @Override
  public Start start(
      Confinement confinement,
      Path workingDirectory,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    Process process = spawner.start(prepare(confinement, workingDirectory, environment, command));
    return new Start(process, new BubblewrapStatus(process.getErrorStream()));
  }

  @Override
  public boolean hasBridge() {
    return false;
  }

  @Override
  public String name() {
    return "bubblewrap";
  }

  private ProcessBuilder prepare(
      Confinement confinement,
      Path workingDirectory,
      Map<String, String> environment,
      List<String> command) {
    Map<String, String> inherited = new LinkedHashMap<>();
    Map<String, String> kept = new LinkedHashMap<>();
    environment.forEach((name, value) -> (isForShell(name) ? inherited : kept).put(name, value));
    SealedFile filter = confinement.network().equals(NetworkAccess.OFF) ? offline : online;
    List<String> words = new ArrayList<>(
        List.of(SHELL, "-c", SHIM, "sh", filter.path().toString(), program.toString()));
    words.addAll(BubblewrapArguments.of(confinement, closedProc, workingDirectory, kept));
    words.addAll(IgnoredSignals.heeded(command));
    ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(inherited);
    return builder;
  }

  private static boolean isForShell(String name) {
    return SHELL_NAME.matcher(name).matches() && !STEERING.matcher(name).matches();
  }

  @Override
  public String toString() {
    return program.toString();
  }
}
