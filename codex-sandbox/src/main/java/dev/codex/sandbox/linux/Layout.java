package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Works out from a policy, and from what is on this machine, what a command gets to see. */
final class Layout {

  private static final Path ROOT = Path.of("/");
  private static final List<Path> KERNEL =
      List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

  private final List<Path> temporaryFolders;

  Layout(List<Path> temporaryFolders) {
    this.temporaryFolders = List.copyOf(temporaryFolders);
  }

  /**
   * The mounts for a policy that confines.
   *
   * @throws SandboxUnavailableException if a folder cannot be confined as the policy says
   */
  Confinement of(SandboxPolicy policy) {
    if (!(policy instanceof WorkspaceWrite workspace)) {
      return new Confinement(List.of(new Mount.ReadOnly(ROOT)), policy.network());
    }
    Set<Path> roots = real(workspace.roots());
    roots.forEach(Layout::refuseKernelFolders);
    Set<Path> writable = new LinkedHashSet<>(roots);
    if (workspace.tempFolders() == TempFolders.WRITABLE) {
      writable.addAll(real(temporaryFolders));
    }
    List<Mount> mounts = new ArrayList<>();
    mounts.add(writable.contains(ROOT) ? new Mount.Writable(ROOT) : new Mount.ReadOnly(ROOT));
    if (workspace.tempFolders() == TempFolders.PRIVATE) {
      real(temporaryFolders).forEach(folder -> add(mounts, new Mount.Private(folder)));
    }
    // outer folders first: what is mounted later covers what lies below it
    writable.stream()
        .filter(folder -> !folder.equals(ROOT))
        .sorted(Comparator.comparing(Path::getNameCount))
        .forEach(folder -> {
          pins(folder, writable).forEach(pin -> add(mounts, new Mount.Writable(pin)));
          add(mounts, new Mount.Writable(folder));
        });
    roots.stream()
        .sorted(Comparator.comparing(Path::getNameCount))
        .forEach(root -> ProtectedNames.below(root).forEach(mount -> add(mounts, mount)));
    return new Confinement(mounts, policy.network());
  }

  /**
   * The folders between a root and the one above it. A folder can be renamed, and another be put in
   * its place, unless something is mounted on it.
   */
  private static List<Path> pins(Path folder, Set<Path> writable) {
    List<Path> pins = new ArrayList<>();
    for (Path above = folder.getParent(); above != null; above = above.getParent()) {
      if (writable.contains(above)) {
        return pins;
      }
      pins.add(0, above);
    }
    return List.of();
  }

  private static void add(List<Mount> mounts, Mount mount) {
    if (!mounts.contains(mount)) {
      mounts.add(mount);
    }
  }

  private static void refuseKernelFolders(Path root) {
    if (KERNEL.stream().anyMatch(root::startsWith)) {
      throw new SandboxUnavailableException("The folder "
          + root
          + " cannot be made writable for confined commands: it belongs to the kernel. Leave it out"
          + " of the writable roots.");
    }
  }

  /** Without those that are not there. */
  private static Set<Path> real(List<Path> folders) {
    Set<Path> real = new LinkedHashSet<>();
    for (Path folder : folders) {
      try {
        if (Files.isDirectory(folder)) {
          real.add(folder.toRealPath());
        }
      } catch (IOException e) {
        throw new SandboxUnavailableException(
            "The writable folder " + folder + " cannot be looked at (" + e.getMessage()
                + "). Leave it out of the policy.",
            e);
      }
    }
    return real;
  }
}
