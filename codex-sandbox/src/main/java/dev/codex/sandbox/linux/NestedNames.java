package dev.codex.sandbox.linux;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Finds other projects below a writable folder. Looking costs, so what was found is good for a few
 * seconds, the walk goes level by level, and it ends when it has seen enough.
 */
final class NestedNames {

  private static final int MAX_FOLDERS = 4000;
  private static final int MAX_ENTRIES = 20_000;
  private static final int MAX_FOUND = 200;
  private static final long FRESH = TimeUnit.SECONDS.toNanos(10);
  private static final long WORTH = 100;

  private final Map<Path, Walk> walks = new ConcurrentHashMap<>();

  /** Protected names below the folder, but not in it, in the order of depth. */
  List<Path> below(Path root) {
    Walk walk = walks.get(root);
    if (walk == null || System.nanoTime() - walk.until > 0) {
      long start = System.nanoTime();
      List<Path> found = find(root);
      long end = System.nanoTime();
      walk = new Walk(found, end + Math.max(FRESH, (end - start) * WORTH));
      walks.put(root, walk);
    }
    return walk.found.stream().filter(Files::exists).toList();
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
