package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.NetworkAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BubblewrapArgumentsTest {

  private static final Mount READ_ALL = new Mount.ReadOnly(Path.of("/"));

  private static String line(Confinement confinement, List<Path> proc, Map<String, String> set) {
    return String.join(" ", BubblewrapArguments.of(confinement, proc, Path.of("/srv/here"), set));
  }

  @Test
  void readingOnly() {
    assertThat(line(
            new Confinement(List.of(READ_ALL), NetworkAccess.OFF),
            List.of(Path.of("/proc/sys"), Path.of("/proc/irq")),
            Map.of()))
        .isEqualTo("--new-session --die-with-parent --ro-bind / / --dev /dev"
            + " --unshare-user --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup-try"
            + " --unshare-net --disable-userns --proc /proc --ro-bind /proc/sys /proc/sys"
            + " --ro-bind /proc/irq /proc/irq --cap-drop ALL --chdir /srv/here --seccomp 3"
            + " --json-status-fd 4 --");
  }

  @Test
  void writingWithNetwork() {
    List<Mount> mounts = List.of(
        READ_ALL,
        new Mount.Private(Path.of("/tmp")),
        new Mount.Writable(Path.of("/srv/here")),
        new Mount.ReadOnly(Path.of("/srv/here/.git")),
        new Mount.Blocked(Path.of("/srv/here/.codex")));

    assertThat(line(new Confinement(mounts, NetworkAccess.ON), List.of(), Map.of("LD_X", "a b")))
        .isEqualTo("--new-session --die-with-parent --ro-bind / / --dev /dev --tmpfs /tmp"
            + " --bind /srv/here /srv/here --ro-bind /srv/here/.git /srv/here/.git"
            + " --ro-bind /srv/here/.codex /srv/here/.codex"
            + " --unshare-user --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup-try"
            + " --disable-userns --proc /proc --cap-drop ALL --setenv LD_X a b"
            + " --chdir /srv/here --seccomp 3 --json-status-fd 4 --");
  }
}
