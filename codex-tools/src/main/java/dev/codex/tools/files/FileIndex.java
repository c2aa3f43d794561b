package dev.codex.tools.files;

import dev.codex.internal.ignore.IgnoreRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;

/** The files below a folder, as they were when it was walked. */
final class FileIndex {

  private final String[] paths;
  private final long[] letters; // by bits: which letters a path has

  private FileIndex(List<String> paths) {
    this.paths = paths.toArray(String[]::new);
    this.letters = new long[this.paths.length];
    for (int i = 0; i < this.paths.length; i++) {
      letters[i] = FuzzyPattern.letters(this.paths[i]);
    }
  }

  int size() {
    return paths.length;
  }

  String path(int i) {
    return paths[i];
  }

  boolean mayContain(int i, long wanted) {
    return (letters[i] & wanted) == wanted;
  }

  /** Walks the folder. */
  static FileIndex of(Path root) throws IOException {
    try (DirectoryStream<Path> readable = Files.newDirectoryStream(root)) {
      Objects.requireNonNull(readable); // opening it says why it cannot be read
    }
    ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
    ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    try {
      pool.invoke(new Walk(root, "", IgnoreRules.NONE, found));
    } finally {
      pool.shutdown();
    }
    return new FileIndex(new ArrayList<>(found));
  }

  /** Walks one folder and hands those below it to whoever is free. */
  private static final class Walk extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient Path folder;
    private final String relative;
    private final transient IgnoreRules above;
    private final transient ConcurrentLinkedQueue<String> found;

    Walk(Path folder, String relative, IgnoreRules above, ConcurrentLinkedQueue<String> found) {
      this.folder = folder;
      this.relative = relative;
      this.above = above;
      this.found = found;
    }

    @Override
    protected void compute() {
      List<Walk> below = new ArrayList<>();
      try {
        list(below);
      } catch (IOException | DirectoryIteratorException e) {
        return; // nobody may read it, or it has just gone
      }
      invokeAll(below);
    }

    private void list(List<Walk> below) throws IOException {
      List<Path> entries = new ArrayList<>();
      IgnoreRules rules = above;
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        for (Path entry : stream) {
          entries.add(entry);
          if (entry.endsWith(".gitignore") && Files.isRegularFile(entry)) {
            String text = new String(Files.readAllBytes(entry), StandardCharsets.UTF_8);
            rules = rules.plus(relative, text);
          }
        }
      }
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        String path = relative.isEmpty() ? name : relative + "/" + name;
        BasicFileAttributes attributes;
        try {
          attributes =
              Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
          continue; // gone since the folder was read
        }
        if (rules.ignores(path, attributes.isDirectory())) {
          continue;
        }
        if (attributes.isDirectory()) {
          below.add(new Walk(entry, path, rules, found));
        } else {
          found.add(path);
        }
      }
    }
  }
}
