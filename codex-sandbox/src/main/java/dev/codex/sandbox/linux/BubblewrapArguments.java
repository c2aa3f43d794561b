package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Puts a confinement into bubblewrap's words. */
final class BubblewrapArguments {

  /** The descriptor from which bubblewrap reads the system call filter. */
  static final int FILTER = 3;

  /** The descriptor on which bubblewrap says what became of the command. */
  static final int STATUS = 4;

  private static final String READ_ONLY = "--ro-bind";
  private static final String EMPTY = "--tmpfs";

  private final List<String> arguments = new ArrayList<>();

  private BubblewrapArguments() {}

  /**
   * Everything after the name of the program up to the command's own words.
   *
   * @param closedProc parts of {@code /proc} that this user could write to
   * @param variables those that bubblewrap and the shell before it must not see themselves
   */
  static List<String> of(
      Confinement confinement,
      List<Path> closedProc,
      Path workingDirectory,
      Map<String, String> variables) {
    BubblewrapArguments result = new BubblewrapArguments();
    // out of reach of the host's terminal, and gone with the thread that started it
    result.add("--new-session", "--die-with-parent");
    result.mounts(confinement.mounts());
    result.namespaces(confinement.network());
    result.add("--proc", "/proc");
    closedProc.forEach(path -> result.add(READ_ONLY, path, path));
    // not before everything in them is in place
    confinement.mounts().stream()
        .filter(Mount.HiddenFolder.class::isInstance)
        .forEach(mount -> result.add("--remount-ro", mount.path()));
    result.add("--cap-drop", "ALL");
    variables.forEach((name, value) -> result.add("--setenv", name, value));
    result.add("--chdir", workingDirectory);
    result.add("--seccomp", FILTER, "--json-status-fd", STATUS, "--");
    return List.copyOf(result.arguments);
  }

  private void mounts(List<Mount> mounts) {
    add(mounts.get(0));
    add("--dev", "/dev");
    mounts.subList(1, mounts.size()).forEach(this::add);
  }

  private void add(Mount mount) {
    Path path = mount.path();
    if (mount instanceof Mount.Writable) {
      add("--bind", path, path);
    } else if (mount instanceof Mount.Private) {
      add(EMPTY, path);
    } else if (mount instanceof Mount.HiddenFile) {
      add(READ_ONLY, "/dev/null", path); // no device works on a mount like this
    } else if (mount instanceof Mount.Link link) {
      add("--symlink", link.target(), path);
    } else if (mount instanceof Mount.HiddenFolder hidden) {
      hide(hidden);
    } else {
      add(READ_ONLY, path, path);
    }
  }

  private void hide(Mount.HiddenFolder hidden) {
    if (hidden.path().getNameCount() > 0) { // without a mount, the root is empty
      String mode = hidden.inside() == Mount.Inside.PASSABLE ? "111" : "000";
      add("--perms", mode, EMPTY, hidden.path());
    }
  }

  private void namespaces(NetworkAccess network) {
    // named one by one: bubblewrap leaves out the user namespace for root if it is not
    add("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts");
    add("--unshare-cgroup-try");
    if (!network.equals(NetworkAccess.ON)) {
      add("--unshare-net");
    }
    add("--disable-userns");
  }

  private void add(Object... words) {
    Arrays.stream(words).map(String::valueOf).forEach(arguments::add);
  }
}
