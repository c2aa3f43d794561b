package dev.codex.policy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the commands that a model writes can reach. A policy is a value; what enforces it is a
 * {@code dev.codex.exec.Sandbox}. The default everywhere is {@link #readOnly()}.
 */
public sealed interface SandboxPolicy {

  /** Reads everything, writes nothing, no network. */
  static SandboxPolicy readOnly() {
    return new ReadOnly(NetworkAccess.OFF);
  }

  /** Writes below the given folders (made absolute) and the temp folders; no network. */
  static SandboxPolicy workspaceWrite(Path... roots) {
    return new WorkspaceWrite(Arrays.asList(roots), NetworkAccess.OFF, TempFolders.WRITABLE);
  }

  /** Begins with reading everything and writing nothing, and takes rules about single paths. */
  static ProfileBuilder profile() {
    return new ProfileBuilder();
  }

  /** The host confines this whole JVM already; commands run as they are. */
  static SandboxPolicy external(NetworkAccess network) {
    return new External(network);
  }

  /** No confinement at all: a command can do whatever this user can do. */
  static SandboxPolicy dangerFullAccess() {
    return new DangerFullAccess();
  }

  NetworkAccess network();

  /** Codex's name of the policy: {@code read-only}, {@code workspace-write} and so on. */
  String mode();

  /** Reads everything, writes nothing. */
  record ReadOnly(NetworkAccess network) implements SandboxPolicy {
    @Override
    public String mode() {
      return "read-only";
    }
  }

  /**
   * Reads everything and writes below the roots.
   *
   * @param roots absolute and normalised
   */
  record WorkspaceWrite(List<Path> roots, NetworkAccess network, TempFolders tempFolders)
      implements SandboxPolicy {

    public WorkspaceWrite {
      roots = roots.stream()
          .map(root -> root.toAbsolutePath().normalize())
          .distinct()
          .toList();
    }

    @Override
    public String mode() {
      return "workspace-write";
    }
  }

  /**
   * Reads everything and writes nothing but for its rules, of which the one about the nearest
   * folder counts.
   *
   * <p>{@code .git}, {@code .codex} and {@code .agents} below what may be written stay protected.
   * What a glob denies is looked for when a command starts: files that match and are made later can
   * be read by the command that makes them.
   */
  record Profile(
      List<PathRule> rules, NetworkAccess network, TempFolders tempFolders, GitAccess git)
      implements SandboxPolicy {

    public Profile {
      rules = List.copyOf(rules);
    }

    /**
     * What the rules say, apart from temp folders and protected names.
     *
     * @param path absolute, normalised and without symbolic links
     */
    public PathRule.Access access(Path path) {
      for (Path above = path; above != null; above = above.getParent()) {
        Path current = above;
        Optional<PathRule.Access> said = rules.stream()
            .filter(rule -> rule.matches(current))
            .map(PathRule::access)
            .max(Comparator.naturalOrder());
        if (said.isPresent()) {
          return said.get();
        }
      }
      return PathRule.Access.READ;
    }

    @Override
    public String mode() {
      return "custom";
    }
  }

  /** Confined by whoever started this JVM. */
  record External(NetworkAccess network) implements SandboxPolicy {
    @Override
    public String mode() {
      return "external-sandbox";
    }
  }

  /** Not confined. */
  record DangerFullAccess() implements SandboxPolicy {
    @Override
    public NetworkAccess network() {
      return NetworkAccess.ON;
    }

    @Override
    public String mode() {
      return "danger-full-access";
    }
  }

  /** What {@code /tmp} and {@code $TMPDIR} are. */
  enum TempFolders {
    /** The host's, for writing; commands of all agents and everybody else share them. */
    WRITABLE,
    READ_ONLY,
    /** Empty, writable, each command's own, and gone with it. */
    PRIVATE
  }
}
