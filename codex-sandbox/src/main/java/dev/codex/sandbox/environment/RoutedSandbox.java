package dev.codex.sandbox.environment;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Several sandboxes for one agent, told apart by directory: what happens in or below a directory
 * happens where that directory is, and everything else in the place that was named first.
 *
 * <pre>{@code
 * RoutedSandbox sandbox = RoutedSandbox.builder(Path.of("/srv/app"), app)
 *     .add(Path.of("/data/models"), gpu)
 *     .build();
 * }</pre>
 *
 * <p>Each place is told of its own roots only, and of those folders of a profile that may be
 * written there, so that what is open in one place opens nothing in another. What a profile denies
 * is denied everywhere. A place that cannot be reached fails what was meant for it; nothing is done
 * in another one instead. Whoever made the sandboxes closes them.
 */
public final class RoutedSandbox implements Sandbox {

  private final Map<Path, Sandbox> places;
  private final Sandbox first;

  private RoutedSandbox(Map<Path, Sandbox> places) {
    this.places = new LinkedHashMap<>(places);
    this.first = places.values().iterator().next();
  }

  /** Begins with the place of the agent's workspace, and of everything that is nowhere else. */
  public static Builder builder(Path directory, Sandbox sandbox) {
    return new Builder().add(directory, sandbox);
  }

  /** Says what is where. */
  public static final class Builder {
    private final Map<Path, Sandbox> places = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a place.
     *
     * @param directory absolute, and neither in nor above that of another place
     */
    public Builder add(Path directory, Sandbox sandbox) {
      Objects.requireNonNull(sandbox, "sandbox");
      Path path = directory.normalize();
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("The directory " + directory + " must be absolute.");
      }
      for (Path other : places.keySet()) {
        if (path.startsWith(other) || other.startsWith(path)) {
          throw new IllegalArgumentException("The directories " + path + " and " + other
              + " cannot be told apart: one is in the other, or they are the same. Give each"
              + " environment a directory whose path is its own.");
        }
      }
      places.put(path, sandbox);
      return this;
    }

    public RoutedSandbox build() {
      return new RoutedSandbox(places);
    }
  }

  /** The place of an absolute path. */
  Sandbox at(Path path) {
    Path normal = path.normalize();
    return places.entrySet().stream()
        .filter(place -> normal.startsWith(place.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(first);
  }

  /** What the policy means in one of the places. */
  SandboxPolicy in(Sandbox place, SandboxPolicy policy) {
    if (policy instanceof SandboxPolicy.WorkspaceWrite write) {
      List<Path> roots =
          write.roots().stream().filter(root -> at(root) == place).toList();
      return new SandboxPolicy.WorkspaceWrite(roots, write.network(), write.tempFolders());
    }
    if (policy instanceof SandboxPolicy.Profile profile) {
      List<PathRule> rules = profile.rules().stream()
          .filter(rule -> rule.access() != PathRule.Access.WRITE || at(rule.base()) == place)
          .toList();
      return new SandboxPolicy.Profile(
          rules, profile.network(), profile.tempFolders(), profile.git());
    }
    return policy;
  }

  @Override
  public void require(SandboxPolicy policy) {
    places.values().forEach(place -> place.require(in(place, policy)));
  }

  @Override
  public void requireWorkspace(Path workspace) {
    at(workspace).requireWorkspace(workspace);
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    Sandbox place = at(command.workingDirectory());
    return place.start(command, in(place, policy));
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    return new RoutedFiles(this, policy);
  }

  @Override
  public String toString() {
    return "RoutedSandbox" + places;
  }
}
