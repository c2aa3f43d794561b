package dev.codex.internal.change;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds which files are no longer what they were. Used by one thread. */
final class Comparison {

  private final FileAccess files;
  private final Map<Path, Baseline> before = new TreeMap<>();
  private final Set<Path> edited = new HashSet<>();
  private final Map<Path, Path> sources = new HashMap<>();

  Comparison(FileAccess files) {
    this.files = files;
  }

  /** Adds what differs in metadata between two looks at a workspace. */
  void addSnapshot(Snapshot then, Snapshot now) {
    then.files().forEach((path, baseline) -> {
      Baseline current = now.find(path);
      if (current == null || !current.status().equals(baseline.status())) {
        before.put(path, baseline);
      }
    });
    now.files().keySet().forEach(path -> {
      if (then.find(path) == null) {
        before.put(path, Baseline.ABSENT);
      }
    });
  }

  void addTouched(Map<Path, Baseline> touched) {
    before.putAll(touched);
    edited.addAll(touched.keySet());
  }

  /** Adds moves: where to, and where from. */
  void addMoves(Map<Path, Path> moves) {
    sources.putAll(moves);
  }

  List<Delta> deltas() throws IOException {
    Map<Path, Delta> deltas = new TreeMap<>();
    for (Map.Entry<Path, Baseline> entry : before.entrySet()) {
      Path path = entry.getKey();
      Baseline then = entry.getValue();
      Baseline now = Baseline.of(path, files);
      if (differ(then, now)) {
        deltas.put(path, new Delta(path, path, then, now));
      }
    }
    joinMoves(deltas);
    return new ArrayList<>(deltas.values());
  }

  private static boolean differ(Baseline then, Baseline now) {
    if (!then.isThere() || !now.isThere()) {
      return then.isThere() || now.isThere();
    }
    if (then.isLink() != now.isLink()) {
      return true;
    }
    if (then.isLink()) {
      return !then.linkTarget().equals(now.linkTarget());
    }
    if (mode(then) != mode(now)) {
      return true;
    }
    byte[] old = then.content();
    byte[] content = now.content();
    if (old != null && content != null) {
      return !Arrays.equals(old, content);
    }
    return !then.status().equals(now.status()); // touched at least; nobody can tell more
  }

  private static int mode(Baseline file) {
    return file.status().map(FileStatus::mode).orElse(0);
  }

  /** A file that went and one that came are one that moved, if a patch or the content says so. */
  private void joinMoves(Map<Path, Delta> deltas) {
    for (Path target : List.copyOf(deltas.keySet())) {
      Delta came = deltas.get(target);
      if (came != null && !came.before().isThere()) {
        source(target, came, deltas).ifPresent(source -> {
          Delta went = deltas.remove(source);
          deltas.remove(target);
          if (went != null) {
            deltas.put(source, new Delta(source, target, went.before(), came.after()));
          }
        });
      }
    }
  }

  private Optional<Path> source(Path target, Delta came, Map<Path, Delta> deltas) {
    Path told = sources.get(target);
    for (int i = 0; told != null && !deltas.containsKey(told) && i < sources.size(); i++) {
      told = sources.get(told); // moved on within the turn
    }
    if (told != null) {
      Delta went = deltas.get(told);
      return went != null && !went.after().isThere() ? Optional.of(told) : Optional.empty();
    }
    byte[] content = came.after().content();
    if (content == null || content.length == 0 || edited.contains(target)) {
      return Optional.empty(); // whoever edits says by himself what has moved
    }
    return deltas.values().stream()
        .filter(delta -> delta.before().isFile() && !delta.after().isThere())
        .filter(delta -> !edited.contains(delta.path()))
        .filter(delta -> Arrays.equals(delta.before().content(), content))
        .map(Delta::path)
        .findFirst();
  }
}
