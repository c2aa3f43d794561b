package dev.codex.sandbox;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.landlock.LandlockSandbox;
import dev.codex.sandbox.linux.NamespaceSandbox;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sends each command to what can keep to its policy, and never to anything weaker. */
final class ChosenSandbox implements Sandbox {

  private final Sandbox unconfined;
  private final NamespaceSandbox namespaces;
  private final LandlockSandbox landlock;
  private final Set<Guarantee> required;
  private final Set<String> variables;

  ChosenSandbox(
      Sandbox unconfined,
      NamespaceSandbox namespaces,
      LandlockSandbox landlock,
      Set<Guarantee> required,
      Set<String> variables) {
    this.unconfined = unconfined;
    this.namespaces = namespaces;
    this.landlock = landlock;
    this.required = Set.copyOf(required);
    this.variables = Set.copyOf(variables);
  }

  /** The second mechanism is only for machines on which the first does not work at all. */
  private Sandbox choose(SandboxPolicy policy) {
    if (policy instanceof SandboxPolicy.DangerFullAccess
        || policy instanceof SandboxPolicy.External) {
      return unconfined;
    }
    Optional<SandboxUnavailableException> problem = namespaces.problem();
    if (problem.isEmpty()) {
      check(policy, namespaces, NamespaceSandbox.enforces(policy));
      return namespaces;
    }
    Set<Guarantee> missing = missing(LandlockSandbox.enforces(policy));
    if (missing.isEmpty()) {
      return landlock;
    }
    throw withWayOut(problem.get(), policy, missing);
  }

  private Set<Guarantee> missing(Set<Guarantee> enforced) {
    Set<Guarantee> missing = new TreeSet<>(required);
    missing.removeAll(enforced);
    return missing;
  }

  private void check(SandboxPolicy policy, Sandbox sandbox, Set<Guarantee> enforced) {
    Set<Guarantee> missing = missing(enforced);
    if (!missing.isEmpty()) {
      throw new SandboxUnavailableException(sandbox + " does not enforce " + missing + " under "
          + policy.mode() + ". Require less, or confine this JVM from outside.");
    }
  }

  private SandboxUnavailableException withWayOut(
      SandboxUnavailableException problem, SandboxPolicy policy, Set<Guarantee> missing) {
    try {
      landlock.require(policy);
    } catch (SandboxUnavailableException e) {
      problem.addSuppressed(e);
      return problem;
    }
    return new SandboxUnavailableException(
        problem.getMessage() + " Landlock works here but does not enforce " + missing
            + "; if that is enough for you, name what you need with"
            + " PlatformSandbox.fromEnvironment().require(...).",
        problem);
  }

  @Override
  public void require(SandboxPolicy policy) {
    try {
      choose(policy).require(policy);
    } catch (SandboxUnavailableException e) {
      throw inContext(policy, e);
    }
  }

  @Override
  public void requireWorkspace(Path workspace) {
    unconfined.requireWorkspace(workspace);
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    try {
      return choose(policy).start(command, policy);
    } catch (SandboxUnavailableException e) {
      throw inContext(policy, e);
    }
  }

  private SandboxUnavailableException inContext(
      SandboxPolicy policy, SandboxUnavailableException reason) {
    return new SandboxUnavailableException(
        "The sandbox policy " + policy.mode() + " cannot be enforced here. " + reason.getMessage()
            + Enclosure.around(variables).sentence()
            + " To run commands with all the rights of this user instead, say so with"
            + " SandboxPolicy.dangerFullAccess().",
        reason);
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return unconfined.environment(policy);
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    return choose(policy).files(policy);
  }

  @Override
  public String toString() {
    return "Platform" + (namespaces.problem().isEmpty() ? namespaces : landlock);
  }
}
