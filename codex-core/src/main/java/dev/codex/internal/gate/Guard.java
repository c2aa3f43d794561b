package dev.codex.internal.gate;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.FileAccess;
import dev.codex.internal.files.TurnFiles;
import dev.codex.internal.harm.Copies;
import dev.codex.internal.harm.Damage;
import dev.codex.internal.harm.Loss;
import dev.codex.internal.harm.Territory;
import dev.codex.internal.json.Ids;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.policy.Safeguard;
import dev.codex.policy.Safeguard.Instructions;
import dev.codex.policy.Safeguard.OnlyCopies;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the limits of {@link Safeguard} for one turn: before a call, by what it says it will do,
 * and while files are edited, by what is really done.
 */
public final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private static final String ADVICE =
      " Do less at once, name what you mean, or leave it to the user.";

  private static final String BLOCKED = "blocked by the safeguard: ";

  private final Authority authority;
  private final Safeguard limits;
  private final Path workspace;
  private final Supplier<TurnFiles> turn;
  private final ReentrantLock lock = new ReentrantLock();
  private Loss loss = Loss.NONE; // guarded by lock
  private volatile @Nullable FileAccess files;

  Guard(Authority authority, Path workspace, Supplier<TurnFiles> turn) {
    this.authority = authority;
    this.limits = authority.safeguard();
    this.workspace = workspace;
    this.turn = turn;
  }

  /** Why the request is not done, whoever approves it; empty if nothing is against it. */
  Optional<String> forbids(Reading reading) {
    if (!limits.isOn()) {
      return Optional.empty();
    }
    Optional<String> reason = Optional.empty();
    if (reading.request() instanceof RunCommand run && canWrite(run)) {
      reason = problem(reading, run);
    } else if (reading.request() instanceof EditFiles edit) {
      reason = followed(edit.paths(), reading).stream()
          .filter(Territory::isInRepository)
          .findFirst()
          .map(path -> path + " belongs to the inside of a git repository");
    }
    return reason.map(why -> BLOCKED + why + "." + ADVICE);
  }

  /** What cannot be read is not done; the turn goes on without it. */
  private Optional<String> problem(Reading reading, RunCommand run) {
    try {
      return damage(reading, run).flatMap(Damage::problem);
    } catch (SandboxUnavailableException e) {
      throw e; // says by itself what is to be done
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("A command could not be read and so was not run");
      LOG.trace("What reading it threw", e);
      return Optional.of("nobody can tell what it does, since it could not be read");
    }
  }

  /**
   * Has the history keep what a command will take away, wherever that is, and says which file would
   * be lost all the same, since there is no other copy of it; empty if none.
   */
  Optional<String> loses(Reading reading) {
    return limits.isOn() && reading.request() instanceof RunCommand run && canWrite(run)
        ? damage(reading, run).flatMap(damage -> lost(damage, run, reading))
        : Optional.empty();
  }

  private Optional<String> lost(Damage damage, RunCommand run, Reading reading) {
    SandboxPolicy policy = run.confinement() == Confinement.ESCALATED
        ? SandboxPolicy.dangerFullAccess()
        : authority.sandboxPolicy();
    List<Path> unkept = new ArrayList<>(turn.get().keep(damage.touched(), policy));
    unkept.retainAll(damage.deleted());
    if (limits.onlyCopies() == OnlyCopies.FREE || unkept.isEmpty()) {
      return Optional.empty();
    }
    return new Copies(territory(reading), turn.get().made()::contains)
        .without(unkept)
        .map(file -> BLOCKED + file + " is the only copy there is: git has no such content, and no"
            + " file history keeps it. Move it aside instead, or leave it to the user.");
  }

  /**
   * Adds what an admitted command destroys to what the turn has destroyed, and what it makes to
   * what is the session's own.
   *
   * @param policy what it runs under, which need not be the policy of the agent
   */
  public void admitted(Reading reading, SandboxPolicy policy) {
    if (limits.isOn()
        && reading.request() instanceof RunCommand run
        && !(policy instanceof SandboxPolicy.ReadOnly)) {
      damage(reading, run).ifPresent(damage -> {
        add(damage.loss());
        turn.get().made().remove(damage.replaced());
        turn.get().made().add(damage.made());
      });
    }
  }

  private boolean canWrite(RunCommand run) {
    return run.confinement() == Confinement.ESCALATED
        || !(authority.sandboxPolicy() instanceof SandboxPolicy.ReadOnly);
  }

  private Optional<Damage> damage(Reading reading, RunCommand run) {
    return reading.damage(effects -> {
      boolean unconfined = run.confinement() == Confinement.ESCALATED
          || authority.sandboxPolicy() instanceof SandboxPolicy.DangerFullAccess
          || authority.sandboxPolicy() instanceof SandboxPolicy.External;
      Damage damage = new Damage(
          limits,
          territory(reading),
          unconfined ? Damage.Unknowns.FORBIDDEN : Damage.Unknowns.CONFINED,
          lossSoFar());
      damage.assess(effects, run.workingDirectory());
      return damage;
    });
  }

  private Territory territory(Reading reading) {
    FileAccess files = files();
    return new Territory(files, reading.facts(files)::realPath, workspace, roots());
  }

  /** Made once: each looks at the disk anew, but making one costs more than several looks. */
  private FileAccess files() {
    FileAccess made = files;
    if (made == null) {
      made = authority.sandbox().files(authority.sandboxPolicy());
      files = made;
    }
    return made;
  }

  private List<Path> roots() {
    List<Path> roots = new ArrayList<>(limits.roots());
    roots.add(workspace);
    if (authority.sandboxPolicy() instanceof SandboxPolicy.WorkspaceWrite write) {
      roots.addAll(write.roots());
    } else if (authority.sandboxPolicy() instanceof SandboxPolicy.Profile profile) {
      profile.rules().stream()
          .filter(rule -> rule.access() == dev.codex.policy.PathRule.Access.WRITE)
          .forEach(rule -> roots.add(rule.base()));
    }
    return roots;
  }

  /**
   * Why somebody has to agree although policy and rules do not say so. What the sandbox will deny a
   * command anyway is left to it: the model then sees what it was kept from, and nobody is asked.
   *
   * @param policy what the request would run under
   */
  Optional<String> question(Reading reading, SandboxPolicy policy) {
    ApprovalRequest request = reading.request();
    if (limits.instructions() == Instructions.FREE) {
      return Optional.empty();
    }
    List<Path> written = List.of();
    if (request instanceof EditFiles edit) {
      written = edit.paths();
    } else if (request instanceof RunCommand run && !(policy instanceof SandboxPolicy.ReadOnly)) {
      written = Territory.written(reading.effects(), run.workingDirectory());
    }
    Predicate<Path> isOpen =
        request instanceof RunCommand && !written.isEmpty() ? open(policy) : path -> true;
    for (Path path : written) {
      List<Path> both = followed(List.of(path), reading);
      Optional<Path> instruction =
          both.stream().filter(one -> isInstruction(one, reading)).findFirst();
      if (instruction.isPresent() && both.stream().anyMatch(isOpen)) {
        return Optional.of(
            "writes " + instruction.get().getFileName() + ", which tells agents what to do");
      }
    }
    return Optional.empty();
  }

  /**
   * Whether commands can write into the folder of a path, as they can where nobody knows. The path
   * itself may be closed to us for a reason that keeps no command out, such as a second name.
   */
  private Predicate<Path> open(SandboxPolicy policy) {
    try {
      FileAccess seen = policy.equals(authority.sandboxPolicy())
          ? files()
          : authority.sandbox().files(policy);
      return path -> seen.isWritable(path.resolveSibling(Ids.uuid()));
    } catch (SandboxUnavailableException e) {
      return path -> true;
    }
  }

  /**
   * The paths, and where links lead them: a harmless name may stand for anything. Where there are
   * no files, the names have to do.
   */
  private List<Path> followed(List<Path> named, Reading reading) {
    if (named.isEmpty()) {
      return named;
    }
    try {
      PathFacts facts = reading.facts(files());
      return named.stream()
          .flatMap(path -> Stream.of(path, facts.realPath(path)))
          .distinct()
          .toList();
    } catch (SandboxUnavailableException e) {
      return named;
    }
  }

  /** Folders above the workspace are where people work, whatever their names are. */
  private boolean isInstruction(Path path, Reading reading) {
    if (!InstructionFiles.contains(path)) {
      return false;
    }
    for (Path root : followed(List.of(workspace), reading)) {
      if (path.startsWith(root)) {
        return InstructionFiles.contains(root.relativize(path));
      }
    }
    return true;
  }

  /** The same right to edit files, within the limits. */
  public FileAccess guarded(FileAccess files) {
    return limits.isOn() ? new GuardedFiles(files, this, turn.get().made()) : files;
  }

  /** Enters a loss that is about to happen, or says why it must not. */
  Optional<String> spend(Loss more) {
    lock.lock();
    try {
      Loss all = loss.plus(more);
      Optional<String> problem = all.beyond(limits);
      if (problem.isEmpty()) {
        loss = all;
      }
      return problem.map(why -> BLOCKED + why + " in this turn." + ADVICE);
    } finally {
      lock.unlock();
    }
  }

  private void add(Loss more) {
    lock.lock();
    try {
      loss = loss.plus(more);
    } finally {
      lock.unlock();
    }
  }

  private Loss lossSoFar() {
    lock.lock();
    try {
      return loss;
    } finally {
      lock.unlock();
    }
  }
}
