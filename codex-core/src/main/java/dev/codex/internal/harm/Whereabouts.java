package dev.codex.internal.harm;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The folders in which the next command of a script may run. A change of folder may fail, or may
 * happen in a process of its own, and then what was meant for a small folder hits the one above.
 */
final class Whereabouts {

  private final Predicate<Path> isFolder;
  private final Set<Optional<Path>> seen = new LinkedHashSet<>(); // empty: nobody can tell
  private final Set<Optional<Path>> now = new LinkedHashSet<>();
  private boolean mayHaveFailed;

  Whereabouts(Path start, Predicate<Path> isFolder) {
    this.isFolder = isFolder;
    now.add(Optional.of(start));
    seen.addAll(now);
  }

  Set<Optional<Path>> now() {
    return Set.copyOf(now);
  }

  void after(Effect effect) {
    if (effect instanceof Effect.ChangeDirectory change) {
      change(change);
    } else if (effect instanceof Effect.Return) {
      now.addAll(seen);
    } else if (effect instanceof Effect.EndOfList && mayHaveFailed) {
      now.addAll(seen);
      mayHaveFailed = false;
    }
  }

  private void change(Effect.ChangeDirectory change) {
    Set<Optional<Path>> next = new LinkedHashSet<>();
    boolean mayFail = false;
    for (Optional<Path> from : now) {
      Optional<Path> to = from.flatMap(folder -> Territory.path(change.folder(), folder));
      next.add(to);
      mayFail |= change.trust() != Effect.Trust.FULL && to.filter(isFolder).isEmpty();
    }
    if (!mayFail || change.trust() == Effect.Trust.IN_THIS_LIST) {
      now.clear();
    }
    now.addAll(next);
    seen.addAll(next);
    mayHaveFailed |= mayFail;
  }
}
