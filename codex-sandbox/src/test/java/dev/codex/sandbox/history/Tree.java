package dev.codex.sandbox.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything about a tree that undo promises to put back, by relative path. */
final class Tree {

  private Tree() {}

  static Map<String, String> of(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.forEach(path -> tree.put(root.relativize(path).toString(), describe(path)));
    }
    return tree;
  }

  private static String describe(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "link to " + Files.readSymbolicLink(path);
      }
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return Files.isDirectory(path)
          ? "folder " + mode
          : "file " + mode + " " + Arrays.hashCode(Files.readAllBytes(path)) + " "
              + Files.size(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
