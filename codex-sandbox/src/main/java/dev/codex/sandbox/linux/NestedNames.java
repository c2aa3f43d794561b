package dev.codex.sandbox.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds other projects below a writable folder. Looking costs, so what was found is good for a few
 * seconds, the walk goes level by level, and it ends when it has seen enough.
 *
 * <p>Nobody looks while a command runs that can write there: it could put a link in place of what
 * was found before that is mounted. What was found while all was quiet is mounted for every command
 * since, so that none of them can. Not safe for use by several threads at once.
 */
final class NestedNames {

  private static final int MAX_FOLDERS = 4000;
  private static final int MAX_ENTRIES = 20_000;
  private static final int MAX_FOUND = 200;
  private static final long FRESH = TimeUnit.SECONDS.toNanos(10);
  private static final long WORTH = 100;

  private final Map<Path, Walk> walks = new HashMap<>();
  private final Map<Path, Integer> writers = new HashMap<>();

  /** Protected names below the folder, but not in it. */
  List<Path> below(Path root) {
    Walk walk = walks.get(root);
    if (isQuiet(root) && (walk == null || System.nanoTime() - walk.until > 0)) {
      long start = System.nanoTime();
      List<Path> found = find(root);
      long end = System.nanoTime();
      walk = new Walk(found, end + Math.max(FRESH, (end - start) * WORTH));
      walks.put(root, walk);
    }
    return walk == null
        ? List.of()
        : walk.found.stream().filter(NestedNames::isReal).toList();
  }

  private boolean isQuiet(Path root) {
    return writers.keySet().stream()
        .noneMatch(folder -> folder.startsWith(root) || root.startsWith(folder));
  }

  /** The folder is still where it was, and no link to another one. */
  private static boolean isReal(Path path) {
    try {
      return path.toRealPath().equals(path);
    } catch (IOException e) {
      return false;
    }
  }

  /** A command that can write there is about to start. */
  void enter(List<Path> folders) {
    folders.forEach(folder -> writers.merge(folder, 1, Integer::sum));
  }

  /** It is gone. */
  void leave(List<Path> folders) {
    folders.forEach(
        folder -> writers.computeIfPresent(folder, (f, count) -> count == 1 ? null : count - 1));
  }

  private static List<Path> find(Path root) {
    List<Path> found = new ArrayList<>();
    Deque<File> waiting = new ArrayDeque<>();
    waiting.add(root.toFile());
    int entries = 0;
    for (int folders = 0; folders < MAX_FOLDERS && !waiting.isEmpty(); folders++) {
      File folder = waiting.remove();
      String[] names = folder.list();
      if (names == null) {
        continue;
      }
      entries += names.length;
      if (entries > MAX_ENTRIES || found.size() > MAX_FOUND) {
        break;
      }
      look(folder, names, folders == 0, found, waiting);
    }
    return found;
  }

  private static void look(
      File folder, String[] names, boolean isRoot, List<Path> found, Deque<File> waiting) {
    for (String name : names) {
      File entry = new File(folder, name);
      if (!ProtectedNames.NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        if (mayHoldProjects(name, entry)) {
          waiting.add(entry);
        }
      } else if (!isRoot && !Files.isSymbolicLink(entry.toPath())) {
        found.add(entry.toPath());
      }
    }
  }

  private static boolean mayHoldProjects(String name, File entry) {
    return !name.equals("node_modules")
        && entry.isDirectory()
        && !Files.isSymbolicLink(entry.toPath());
  }

  private record Walk(List<Path> found, long until) {}
}
