package dev.codex.tools.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A tree, a patch to it, and the tree that must come out. No two lines of the tree are alike, so
 * that there is only one place for each chunk; line ends are mixed, and the last one may be
 * missing.
 */
final class RandomPatch {

  private static final List<String> WORDS = List.of(
      "", "  ", "\t", "grüße ", "日本", "\uD83D\uDE00", "a - b", "+x", "-y", "@@ ", "*** End", "//");

  private final Random random;
  private final Map<String, String> before = new TreeMap<>();
  private final Map<String, String> after = new TreeMap<>();
  private final StringBuilder patch = new StringBuilder("*** Begin Patch\n");
  private final List<Integer> oldLines =
      new ArrayList<>(); // where lines of chunks end in the patch
  private int lines;

  RandomPatch(long seed) {
    this.random = new Random(seed);
    int files = 1 + random.nextInt(5);
    for (int i = 0; i < files; i++) {
      file(random.nextBoolean() ? "f" + i + ".txt" : "dir " + i % 2 + "/ü" + i);
    }
    if (random.nextInt(3) == 0) {
      add("new/" + files + ".txt");
    }
    patch.append("*** End Patch");
  }

  Map<String, String> before() {
    return before;
  }

  Map<String, String> after() {
    return after;
  }

  String patch() {
    return patch.toString();
  }

  /** The same patch, of which one part cannot be done. */
  String damaged() {
    if (oldLines.isEmpty()) {
      return patch.toString().replace("*** End Patch", "*** Delete File: none\n*** End Patch");
    }
    int at = oldLines.get(random.nextInt(oldLines.size()));
    return patch.substring(0, at) + "☠" + patch.substring(at);
  }

  private String line() {
    return WORDS.get(random.nextInt(WORDS.size())) + lines++ + WORDS.get(random.nextInt(5));
  }

  private void file(String path) {
    List<String> texts = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    boolean mixed = random.nextInt(4) == 0;
    String end = random.nextBoolean() ? "\n" : "\r\n";
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      texts.add(line());
      ends.add(mixed && random.nextBoolean() ? "\r\n" : end);
    }
    if (random.nextInt(4) == 0) {
      ends.set(count - 1, "");
    }
    before.put(path, joined(texts, ends));
    switch (random.nextInt(5)) {
      case 0 -> after.put(path, joined(texts, ends));
      case 1 -> patch.append("*** Delete File: ").append(path).append('\n');
      default -> update(path, texts, ends);
    }
  }

  private static String joined(List<String> texts, List<String> ends) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      joined.append(texts.get(i)).append(ends.get(i));
    }
    return joined.toString();
  }

  private void add(String path) {
    patch.append("*** Add File: ").append(path).append('\n');
    StringBuilder content = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String line = line();
      patch.append('+').append(line).append('\n');
      content.append(line).append('\n');
    }
    after.put(path, content.toString());
  }

  private void update(String path, List<String> texts, List<String> ends) {
    patch.append("*** Update File: ").append(path).append('\n');
    String target = path;
    if (random.nextInt(4) == 0) {
      target = "moved/" + path;
      patch.append("*** Move to: ").append(target).append('\n');
    }
    String newEnd = ends.get(0).isEmpty() ? "\n" : ends.get(0);
    StringBuilder content = new StringBuilder();
    int next = 0;
    do {
      int start = next + random.nextInt(texts.size() - next);
      int stop = start + 1 + random.nextInt(Math.min(4, texts.size() - start));
      keep(texts, ends, next, start, content, newEnd);
      if (start > next && random.nextInt(3) == 0) {
        int header = next + random.nextInt(start - next);
        patch.append("@@ ").append(texts.get(header));
        if (!texts.get(header).isBlank()) {
          oldLines.add(patch.length());
        }
        patch.append('\n');
      } else {
        patch.append("@@\n");
      }
      chunk(texts, ends, start, stop, content, newEnd);
      next = stop;
    } while (next < texts.size() && random.nextBoolean());
    keep(texts, ends, next, texts.size(), content, newEnd);
    after.put(target, content.toString());
  }

  private void chunk(
      List<String> texts,
      List<String> ends,
      int start,
      int stop,
      StringBuilder content,
      String newEnd) {
    boolean changed = false;
    for (int i = start; i < stop; i++) {
      boolean remove = random.nextBoolean();
      patch.append(remove ? '-' : ' ').append(texts.get(i));
      oldLines.add(patch.length());
      patch.append('\n');
      if (!remove) {
        keep(texts, ends, i, i + 1, content, newEnd);
      }
      changed |= remove;
      if (random.nextInt(3) == 0 || i == stop - 1 && !changed) {
        String line = line();
        patch.append('+').append(line).append('\n');
        content.append(line).append(newEnd);
        changed = true;
      }
    }
  }

  private static void keep(
      List<String> texts,
      List<String> ends,
      int from,
      int to,
      StringBuilder content,
      String newEnd) {
    for (int i = from; i < to; i++) {
      content.append(texts.get(i)).append(ends.get(i).isEmpty() ? newEnd : ends.get(i));
    }
  }
}
