package dev.codex.sandbox.server;

import dev.codex.exec.FileAccess;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Changes whole trees, after every single path in them was allowed. */
final class TreeChange {

  private final FileAccess files;

  TreeChange(FileAccess files) {
    this.files = files;
  }

  void remove(Path path, boolean recursive) throws IOException, Refusal {
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!directory) {
      requireWritable(path);
      Files.delete(path);
      return;
    }
    List<Path> all = tree(path);
    if (!recursive && all.size() > 1) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    for (Path one : all) {
      requireWritable(one);
    }
    all.sort(Comparator.reverseOrder());
    for (Path one : all) {
      Files.delete(one);
    }
  }

  /** Links are not followed: what they lead to is not part of the tree. */
  private static List<Path> tree(Path path) throws IOException {
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    }
  }

  void copy(Path source, Path target, boolean recursive) throws IOException, Refusal {
    if (!Files.isDirectory(source)) {
      requireWritable(target);
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    if (!recursive) {
      throw Refusal.request("fs/copy requires recursive: true when sourcePath is a directory");
    }
    Path real = source.toRealPath();
    Path parent = target.getParent();
    Path place = parent != null && Files.exists(parent)
        ? parent.toRealPath().resolve(target.getFileName())
        : target;
    if (place.startsWith(real)) {
      throw Refusal.request("fs/copy cannot copy a directory to itself or one of its descendants");
    }
    List<Path> all = tree(real);
    for (Path one : all) {
      files.status(one); // throws where it may not be read
    }
    for (Path one : all) {
      Path copy = target.resolve(real.relativize(one).toString());
      requireWritable(copy);
      if (Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(one, copy, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private void requireWritable(Path path) throws Refusal {
    if (!files.isWritable(path)) {
      throw Refusal.internal("Read-only file system (os error 30)");
    }
  }
}
