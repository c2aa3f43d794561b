package dev.codex.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of source or of a README: from {@code tag::name[]} to {@code end::name[]}, or between
 * fences. Regions may lie in each other.
 *
 * @param place where it stands, for messages
 * @param lines without the indentation that all have, and without blank lines around them
 */
record Region(String place, List<String> lines) {

  private static final Pattern TAG = Pattern.compile("\\s*// (tag|end)::([a-z-]+)\\[]\\s*");
  private static final Pattern FENCE = Pattern.compile("```(.*)");

  Region {
    lines = normalised(lines);
  }

  static List<Region> ofSource(Path file) {
    List<Region> regions = new ArrayList<>();
    Map<String, List<String>> open = new LinkedHashMap<>();
    for (String line : read(file)) {
      Matcher tag = TAG.matcher(line);
      if (!tag.matches()) {
        open.values().forEach(lines -> lines.add(line));
        continue;
      }
      String name = tag.group(2);
      if (tag.group(1).equals("tag")) {
        if (open.put(name, new ArrayList<>()) != null) {
          throw new AssertionError(file + " opens region " + name + " twice");
        }
        continue;
      }
      List<String> lines = open.remove(name);
      if (lines == null) {
        throw new AssertionError(file + " ends region " + name + ", which is not open");
      }
      regions.add(new Region(file.getFileName() + "#" + name, lines));
    }
    if (!open.isEmpty()) {
      throw new AssertionError(file + " does not end the regions " + open.keySet());
    }
    return regions;
  }

  /** The blocks of a Markdown file that are fenced as {@code java}. */
  static List<Region> ofMarkdown(Path file) {
    List<Region> blocks = new ArrayList<>();
    List<String> lines = read(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i).strip());
      if (!fence.matches()) {
        continue;
      }
      int start = i + 1;
      do {
        i++;
      } while (i < lines.size() && !lines.get(i).strip().equals("```"));
      if (fence.group(1).strip().equals("java")) {
        blocks.add(new Region(file.getFileName() + " line " + start, lines.subList(start, i)));
      }
    }
    return blocks;
  }

  /** How many lines of the other occur here too, in the same order. */
  int sharedLines(Region other) {
    int[][] shared = new int[lines.size() + 1][other.lines.size() + 1];
    for (int i = lines.size() - 1; i >= 0; i--) {
      for (int j = other.lines.size() - 1; j >= 0; j--) {
        shared[i][j] = lines.get(i).strip().equals(other.lines.get(j).strip())
            ? shared[i + 1][j + 1] + 1
            : Math.max(shared[i + 1][j], shared[i][j + 1]);
      }
    }
    return shared[0][0];
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> normalised(List<String> lines) {
    return String.join("\n", lines)
        .stripIndent()
        .lines()
        .map(String::stripTrailing)
        .dropWhile(String::isEmpty)
        .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
  }
}
