package dev.codex.tools.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;

/** The files below a folder, as they were when it was walked. */
final class FileIndex {

  private final String[] paths;
  private final long[] letters; // by bits: which letters a path has

  private FileIndex(Iterable<FolderFiles> folders) {
    int size = 0;
    for (FolderFiles folder : folders) {
      size += folder.size();
    }
    this.paths = new String[size];
    this.letters = new long[size];
    int at = 0;
    for (FolderFiles folder : folders) {
      folder.copyTo(paths, letters, at);
      at += folder.size();
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
    ConcurrentLinkedQueue<FolderFiles> found = new ConcurrentLinkedQueue<>();
    ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    try {
      pool.invoke(FolderWalk.from(root, found));
    } finally {
      pool.shutdown();
    }
    return new FileIndex(found);
  }
}
