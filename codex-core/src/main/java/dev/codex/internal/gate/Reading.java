package dev.codex.internal.gate;

import dev.codex.exec.FileAccess;
import dev.codex.internal.harm.Damage;
import dev.codex.internal.harm.Effect;
import dev.codex.internal.harm.Harm;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.RunCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request, and what it would do to files. That is found out once, when it is first asked for,
 * since reading a script and looking at the disk are most of what a ruling costs. So it is good for
 * one ruling, and not for one that somebody was asked about meanwhile. For one thread.
 */
public final class Reading {

  private final ApprovalRequest request;
  private @Nullable List<Effect> effects;
  private @Nullable Damage damage;
  private @Nullable PathFacts facts;

  private Reading(ApprovalRequest request) {
    this.request = request;
  }

  public static Reading of(ApprovalRequest request) {
    return new Reading(request);
  }

  ApprovalRequest request() {
    return request;
  }

  /** Where paths lead, as seen once for this. */
  PathFacts facts(FileAccess files) {
    PathFacts seen = facts;
    if (seen == null) {
      seen = new PathFacts(files);
      facts = seen;
    }
    return seen;
  }

  /** The same script where no sandbox holds it: its text need not be read again. */
  Reading outside(RunCommand run) {
    Reading outside = new Reading(Requests.outside(run));
    outside.effects = effects(run);
    return outside;
  }

  /** What the script says that it does; nothing for what is no command. */
  List<Effect> effects() {
    return request instanceof RunCommand run ? effects(run) : List.of();
  }

  private List<Effect> effects(RunCommand run) {
    List<Effect> read = effects;
    if (read == null) {
      read = run.script().isEmpty() ? Harm.of(run.command()) : Harm.of(run.script());
      effects = read;
    }
    return read;
  }

  /** What that comes to; empty for a command that does nothing to files that one could see. */
  Optional<Damage> damage(Function<List<Effect>, Damage> measure) {
    if (effects().isEmpty()) {
      return Optional.empty();
    }
    Damage measured = damage;
    if (measured == null) {
      measured = measure.apply(effects());
      damage = measured;
    }
    return Optional.of(measured);
  }
}
