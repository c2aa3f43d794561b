package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.GitAccess;
import dev.codex.policy.PathRule;
import dev.codex.policy.PathRule.Access;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.Profile;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import dev.codex.sandbox.files.KnownFolders;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Works out from a policy, and from what is on this machine, what a command gets to see. */
final class Layout {

  private static final List<Path> KERNEL =
      List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

  private final List<Path> temporaryFolders;
  private final NestedNames nestedNames = new NestedNames(); // guarded by lock
  private final KnownFolders knownFolders = new KnownFolders();
  private final ReentrantLock lock = new ReentrantLock();

  Layout(List<Path> temporaryFolders) {
    this.temporaryFolders = List.copyOf(temporaryFolders);
  }

  /**
   * The mounts for a policy that confines. A command that gets them is announced by {@link #enter}.
   *
   * @throws SandboxUnavailableException if a folder cannot be confined as the policy says
   */
  Confinement of(SandboxPolicy policy) {
    lock.lock();
    try {
      return table(policy).confinement(policy.network());
    } finally {
      lock.unlock();
    }
  }

  private MountTable table(SandboxPolicy policy) {
    MountTable table;
    if (policy instanceof WorkspaceWrite workspace) {
      table = new MountTable(path -> true);
      write(workspace.roots(), workspace.tempFolders(), GitAccess.READ_ONLY, table);
    } else if (policy instanceof Profile profile) {
      table = new MountTable(path -> profile.access(path) == Access.WRITE);
      write(roots(profile), profile.tempFolders(), profile.git(), table);
      new ProfileMounts(profile, table).add();
    } else {
      table = new MountTable(path -> false);
    }
    return table;
  }

  /** Works out the mounts of a command that is about to start; {@link #leave} when it is gone. */
  Confinement enter(SandboxPolicy policy) {
    lock.lock();
    try {
      Confinement confinement = of(policy);
      nestedNames.enter(confinement.writable());
      return confinement;
    } finally {
      lock.unlock();
    }
  }

  void leave(Confinement confinement) {
    lock.lock();
    try {
      nestedNames.leave(confinement.writable());
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Path> folders, TempFolders temp, GitAccess git, MountTable table) {
    Set<Path> roots = real(folders);
    roots.forEach(Layout::refuseKernelFolders);
    roots.forEach(table::write);
    Set<Path> temporary = real(temporaryFolders);
    if (temp == TempFolders.WRITABLE) {
      temporary.forEach(table::write);
    }
    table.pinWritable();
    if (temp == TempFolders.PRIVATE) {
      temporary.forEach(folder -> table.add(new Mount.Private(folder)));
    }
    for (Path root : roots) {
      ProtectedNames.below(root, git).forEach(table::add);
      for (Path nested : nestedNames.below(root)) {
        ProtectedNames.present(nested, git).forEach(table::add);
      }
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

  /**
   * Returns if every folder of the policy leads where it led before.
   *
   * @throws SandboxUnavailableException if one does not
   */
  void check(SandboxPolicy policy) {
    if (policy instanceof WorkspaceWrite workspace) {
      real(workspace.roots());
    } else if (policy instanceof Profile profile) {
      real(roots(profile));
    }
  }

  private static List<Path> roots(Profile profile) {
    return profile.rules().stream()
        .filter(rule -> rule.access() == Access.WRITE)
        .map(PathRule::base)
        .toList();
  }

  /** Without those that are not there. */
  private Set<Path> real(List<Path> folders) {
    Set<Path> real = new LinkedHashSet<>();
    folders.forEach(folder -> knownFolders.real(folder).ifPresent(real::add));
    return real;
  }
}
