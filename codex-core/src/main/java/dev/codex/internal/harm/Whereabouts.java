package dev.codex.internal.harm;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The folders in which the next command of a script may run. A change of folder may fail, or may
 * happen in a process of its own, and then what was meant for a small folder hits the one above.
 * Every doubt may double their number, so too many of them are one that nobody can tell.
 */
final class Whereabouts {

  private static final int MAX = 32;

  private final Path start;
  private final Predicate<Path> isFolder;
  private final Set<Optional<Path>> seen = new LinkedHashSet<>(); // empty: nobody can tell
  private final Set<Optional<Path>> now = new LinkedHashSet<>();
  private boolean mayHaveFailed;

  Whereabouts(Path start, Predicate<Path> isFolder) {
    this.start = start;
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
    bound(now);
    bound(seen);
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

  /** Keeps the start: where a name alone matters, that is folder enough to see it in. */
  private void bound(Set<Optional<Path>> folders) {
    if (folders.size() > MAX) {
      folders.clear();
      folders.add(Optional.of(start));
      folders.add(Optional.empty());
    }
  }
}
