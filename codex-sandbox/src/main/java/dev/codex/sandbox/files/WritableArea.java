package dev.codex.sandbox.files;

import dev.codex.policy.PathRule.Access;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.Profile;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where a policy lets files be written. Paths are judged by where they really lead: every symbolic
 * link is followed first, so that no link inside a root opens a way out of it.
 *
 * <p>Below a root, {@link ProtectedNames} stay closed at any depth.
 */
final class WritableArea {

  private static final int MAX_LINKS = 40;

  private final Reach reach;
  private final List<Path> roots;
  private final Function<Path, Access> rules;

  private WritableArea(Reach reach, List<Path> roots, Function<Path, Access> rules) {
    this.reach = reach;
    this.roots = roots;
    this.rules = rules;
  }

  private static Access noRules(Path path) {
    return Access.WRITE;
  }

  static WritableArea of(SandboxPolicy policy, List<Path> temporaryFolders) {
    if (policy instanceof SandboxPolicy.DangerFullAccess
        || policy instanceof SandboxPolicy.External) {
      return new WritableArea(Reach.EVERYWHERE, List.of(), WritableArea::noRules);
    }
    if (policy instanceof WorkspaceWrite workspace) {
      List<Path> roots = new ArrayList<>(workspace.roots());
      if (workspace.tempFolders() == TempFolders.WRITABLE) {
        roots.addAll(temporaryFolders);
      }
      return new WritableArea(
          Reach.ROOTS, roots.stream().map(WritableArea::realRoot).toList(), WritableArea::noRules);
    }
    if (policy instanceof Profile profile) {
      return of(profile, temporaryFolders);
    }
    return new WritableArea(Reach.NOWHERE, List.of(), WritableArea::noRules);
  }

  private static WritableArea of(Profile profile, List<Path> temporaryFolders) {
    List<Path> roots = new ArrayList<>();
    profile.rules().stream()
        .filter(rule -> rule.access() == Access.WRITE)
        .forEach(rule -> roots.add(rule.base()));
    List<Path> temporary =
        profile.tempFolders() == TempFolders.WRITABLE ? temporaryFolders : List.of();
    roots.addAll(temporary);
    List<Path> open = temporary.stream().map(WritableArea::realRoot).toList();
    return new WritableArea(
        Reach.RULES, roots.stream().map(WritableArea::realRoot).toList(), path -> {
          Access access = profile.access(path);
          return access == Access.READ && open.stream().anyMatch(path::startsWith)
              ? Access.WRITE
              : access;
        });
  }

  private static Path realRoot(Path root) {
    try {
      return real(root);
    } catch (IOException e) {
      return root; // a link to nowhere: nothing real lies below it
    }
  }

  /** The real path of the file that a write to this path changes or makes. */
  Path fileToWrite(Path path) throws IOException {
    Path file = inRealFolder(path);
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      file = inRealFolder(file.resolveSibling(Files.readSymbolicLink(file)));
    }
    check(path, file);
    if (reach != Reach.EVERYWHERE && hasOtherNames(file)) {
      throw new AccessDeniedException(
          path.toString(), null, "it has several hard links, so it may lie outside as well");
    }
    return file;
  }

  /** Throws if the policy denies to look at what this path leads to. */
  void checkRead(Path path) throws IOException {
    if (reach == Reach.RULES && rules.apply(real(path.normalize())) == Access.DENY) {
      throw new AccessDeniedException(path.toString(), null, "the sandbox denies it");
    }
  }

  /** Throws if the policy denies to look at what is at this path, which may be a link itself. */
  void checkLook(Path path) throws IOException {
    if (reach == Reach.RULES && rules.apply(inRealFolder(path)) == Access.DENY) {
      throw new AccessDeniedException(path.toString(), null, "the sandbox denies it");
    }
  }

  /** The real path of what is deleted at this path, which may be a link itself. */
  Path entryToDelete(Path path) throws IOException {
    Path entry = inRealFolder(path);
    check(path, entry);
    return entry;
  }

  private static Path inRealFolder(Path path) throws IOException {
    Path whole = path.normalize();
    Path folder = whole.getParent();
    return folder == null ? whole : real(folder).resolve(whole.getFileName());
  }

  /** Follows all links of a folder that may not be there yet. */
  private static Path real(Path folder) throws IOException {
    Path there = folder;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(folder)).normalize();
  }

  private static boolean hasOtherNames(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && UnixMode.of(file).links() > 1;
  }

  private void check(Path asked, Path real) throws AccessDeniedException {
    switch (reach) {
      case EVERYWHERE -> {}
      case NOWHERE ->
        throw new AccessDeniedException(asked.toString(), null, "the sandbox is read-only");
      case ROOTS, RULES -> {
        List<Path> above = roots.stream()
            .filter(root -> real.startsWith(root) && !real.equals(root))
            .toList();
        if (above.isEmpty()) {
          throw new AccessDeniedException(
              asked.toString(), null, "it is outside of the writable folders");
        }
        if (rules.apply(real) != Access.WRITE) {
          throw new AccessDeniedException(asked.toString(), null, "the sandbox does not allow it");
        }
        // one root must be fine with it: a workspace may itself lie in a folder named .codex
        if (above.stream().allMatch(root -> ProtectedNames.areIn(root.relativize(real)))) {
          throw new AccessDeniedException(
              asked.toString(), null, "it is protected in every workspace");
        }
      }
    }
  }

  /** How far writing goes. */
  private enum Reach {
    EVERYWHERE,
    ROOTS,
    /** The roots, as far as the rules of a profile say. */
    RULES,
    NOWHERE
  }
}
