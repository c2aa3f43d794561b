package dev.codex.sandbox.history;

import dev.codex.exec.FileHistory.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** One turn, from its first act to its end. */
final class TurnRecording implements Recording {

  private static final int MAX_NAMED = 5;

  private final TurnJournal journal;
  private final String sessionId;
  private final String turnId;
  private final Set<Path> exempt;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Path> included = new ArrayList<>(); // guarded by lock
  private final Map<Path, Seen> before = new HashMap<>(); // guarded by the journal's

  TurnRecording(TurnJournal journal, String sessionId, String turnId, Set<Path> exempt) {
    this.journal = journal;
    this.sessionId = sessionId;
    this.turnId = turnId;
    this.exempt = exempt;
  }

  String sessionId() {
    return sessionId;
  }

  String turnId() {
    return turnId;
  }

  @Override
  public void include(List<Path> paths) {
    lock.lock();
    try {
      List<Path> missing = new ArrayList<>();
      for (Path path : paths) {
        for (Path place : places(path)) {
          if (!isIncluded(place)) {
            missing.add(place);
          }
        }
      }
      if (!missing.isEmpty()) {
        journal.begin(missing, before, path -> !isIncluded(path) && !isExempt(path));
        included.addAll(missing);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isExempt(Path path) {
    return exempt.stream().anyMatch(path::startsWith);
  }

  private boolean isIncluded(Path path) {
    return included.stream().anyMatch(path::startsWith);
  }

  /**
   * Where a path is, and where it leads if it is a link. Of a path whose folders are missing it is
   * the first of these, since they will be made.
   */
  private static List<Path> places(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    try {
      Path place = firstMissing(whole);
      return Files.isSymbolicLink(place) && Files.exists(place)
          ? List.of(place, place.toRealPath())
          : List.of(place);
    } catch (IOException e) {
      return List.of(whole);
    }
  }

  private static Path firstMissing(Path path) throws IOException {
    Path there = path.getParent();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null
        ? path
        : there.toRealPath().resolve(there.relativize(path).getName(0));
  }

  @Override
  public List<String> end() {
    lock.lock();
    try {
      if (included.isEmpty()) {
        return List.of();
      }
      TurnJournal.End end = journal.end(this, included, before);
      List<String> warnings = new ArrayList<>();
      if (!end.lost().isEmpty()) {
        warnings.add(warning(end.lost()));
      }
      if (end.forgotten() > 0) {
        warnings.add("To make room, " + end.forgotten()
            + (end.forgotten() == 1 ? " older turn was" : " older turns were")
            + " forgotten and cannot be undone any more. Give the file history more room to keep"
            + " them longer.");
      }
      return warnings;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Path> unkept(Collection<Path> files) {
    lock.lock();
    try {
      return files.stream().filter(file -> !isKept(file)).toList();
    } finally {
      lock.unlock();
    }
  }

  /** What a sandbox has seen and this machine does not have is on another one, and stays lost. */
  private boolean isKept(Path file) {
    List<Path> places = places(file);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && places.stream().noneMatch(this::isExempt)
        && journal.keeps(places, before);
  }

  private static String warning(List<Change> lost) {
    String names = lost.stream()
        .limit(MAX_NAMED)
        .map(change -> change.path().toString())
        .collect(Collectors.joining(", "));
    return "The old content of "
        + lost.size()
        + (lost.size() == 1 ? " changed file" : " changed files")
        + " was not kept, so this turn cannot be undone: "
        + names
        + (lost.size() > MAX_NAMED ? ", ..." : "")
        + ". Give the file history more room, or keep such files out of the workspace.";
  }
}
