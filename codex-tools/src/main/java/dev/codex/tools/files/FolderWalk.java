package dev.codex.tools.files;

import dev.codex.internal.ignore.IgnoreRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RecursiveAction;

/** Walks one folder and hands those below it to whoever is free. */
final class FolderWalk extends RecursiveAction {

  private static final long serialVersionUID = 1L;
  private static final String RULES = ".gitignore";

  private final transient Path folder;
  private final String relative; // to the root; empty for the root
  private final transient IgnoreRules above;
  private final transient Tree tree;

  /**
   * What all folders of a walk share.
   *
   * @param prefix how much of a path leads to the root
   */
  private record Tree(
      int prefix,
      String separator,
      SubfolderCount subfolders,
      ConcurrentLinkedQueue<FolderFiles> found) {}

  private FolderWalk(Path folder, String relative, IgnoreRules above, Tree tree) {
    this.folder = folder;
    this.relative = relative;
    this.above = above;
    this.tree = tree;
  }

  static FolderWalk from(Path root, ConcurrentLinkedQueue<FolderFiles> found) throws IOException {
    String text = root.toString();
    String separator = root.getFileSystem().getSeparator();
    int prefix = text.endsWith(separator) ? text.length() : text.length() + 1;
    Tree tree = new Tree(prefix, separator, SubfolderCount.below(root), found);
    return new FolderWalk(root, "", IgnoreRules.NONE, tree);
  }

  @Override
  protected void compute() {
    List<FolderWalk> below = new ArrayList<>();
    try {
      list(below);
    } catch (IOException | DirectoryIteratorException e) {
      return; // nobody may read it, or it has just gone
    }
    invokeAll(below);
  }

  private void list(List<FolderWalk> below) throws IOException {
    int folders = tree.subfolders().of(folder);
    List<Path> entries = entries();
    List<String> paths = paths(entries);
    IgnoreRules rules = rules(paths);
    FolderFiles files = new FolderFiles(relative, entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Path entry = entries.get(i);
      boolean isFolder = folders > 0 && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
      if (isFolder) {
        folders--;
      }
      String path = paths.get(i);
      if (rules.ignores(path, isFolder)) {
        continue;
      }
      if (isFolder) {
        below.add(new FolderWalk(entry, path, rules, tree));
      } else {
        files.add(path);
      }
    }
    tree.found().add(files);
  }

  private List<Path> entries() throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  /** Cut from the whole text, which costs one string where putting names together costs two. */
  private List<String> paths(List<Path> entries) {
    boolean slashes = tree.separator().equals("/");
    List<String> paths = new ArrayList<>(entries.size());
    for (Path entry : entries) {
      String path = entry.toString().substring(tree.prefix());
      paths.add(slashes ? path : path.replace(tree.separator(), "/"));
    }
    return paths;
  }

  private IgnoreRules rules(List<String> paths) throws IOException {
    if (!paths.contains(relative.isEmpty() ? RULES : relative + "/" + RULES)) {
      return above; // asking the disk in vain is dear
    }
    Path file = folder.resolve(RULES);
    return Files.isRegularFile(file)
        ? above.plus(relative, new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
        : above;
  }
}
