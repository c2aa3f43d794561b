package dev.codex.examples.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with all that is below it: names, kinds, modes, and every byte. */
record Snapshot(Map<String, String> entries) {

  static Snapshot of(Path root) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.forEach(path -> entries.put(root.relativize(path).toString(), describe(path)));
    }
    return new Snapshot(entries);
  }

  private static String describe(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "link to " + Files.readSymbolicLink(path);
      }
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return Files.isDirectory(path)
          ? "folder " + mode
          : "file " + mode + " " + Arrays.hashCode(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
