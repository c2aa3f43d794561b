package dev.codex.internal.harm;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.internal.harm.Script.Word;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a turn works: which paths are its own, and which files words of a script stand for. */
public final class Territory {

  private static final Path HOME = Path.of(System.getProperty("user.home", "/")).normalize();

  private static final List<Path> TEMPORARY = Stream.of(
          "/tmp", "/var/tmp", "/private/tmp", System.getProperty("java.io.tmpdir", "/tmp"))
      .map(folder -> Path.of(folder).toAbsolutePath().normalize())
      .toList();

  private final FileAccess files;
  private final UnaryOperator<Path> realPath;
  private final Path workspace;
  private final List<Path> roots;
  private final List<Path> temporary;

  /**
   * Made for one look.
   *
   * @param realPath where a path leads once every link on the way is followed
   * @param roots what is its own, the workspace included
   */
  public Territory(
      FileAccess files, UnaryOperator<Path> realPath, Path workspace, List<Path> roots) {
    this.files = files;
    this.realPath = realPath;
    this.workspace = workspace;
    this.roots = roots;
    // whoever works in one keeps things in it, and so may others
    this.temporary =
        TEMPORARY.stream().filter(folder -> !workspace.startsWith(folder)).toList();
  }

  FileAccess files() {
    return files;
  }

  /** The path of a word in that folder; empty if only running the script would tell. */
  static Optional<Path> path(Word word, Path folder) {
    if (!word.isExact() || word.text().isEmpty()) {
      return Optional.empty();
    }
    String text = word.text();
    try {
      if (text.equals("~") || text.startsWith("~/")) {
        return Optional.of(
            HOME.resolve(text.substring(Math.min(2, text.length()))).normalize());
      }
      return Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** What is to be said against deleting this as a whole, wherever its name comes from. */
  Optional<String> objection(Path path) {
    for (Path one : List.of(path, realPath.apply(path))) {
      if (one.getNameCount() == 0 || HOME.startsWith(one) && !workspace.equals(one)) {
        return Optional.of(one + " holds everything of this user");
      }
      if (workspace.startsWith(one)) {
        return Optional.of(one + " is the workspace as a whole");
      }
      if (isInRepository(one)) {
        return Optional.of(one + " belongs to the inside of a git repository");
      }
      if (!isOwn(one)) {
        return Optional.of(one + " is outside of the workspace");
      }
    }
    return Optional.empty();
  }

  /** Whether git itself keeps the path. */
  public static boolean isInRepository(Path path) {
    for (Path part : path) {
      if (part.toString().equalsIgnoreCase(".git")) {
        return true;
      }
    }
    return false;
  }

  boolean isOwn(Path path) {
    return Stream.concat(roots.stream(), temporary.stream())
        .anyMatch(root -> path.startsWith(root) && !path.equals(root));
  }

  /** The folder of the repository that a path is in. */
  Optional<Path> repository(Path path) {
    for (Path above = path; above != null; above = above.getParent()) {
      if (status(above.resolve(".git")).isPresent()) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  /** The folders between the workspace and the file. */
  Optional<Path> folders(Path file) {
    return file.startsWith(workspace)
        ? Optional.ofNullable(workspace.relativize(file).getParent())
        : Optional.empty();
  }

  /** Whether it is where nobody keeps anything. */
  boolean isTemporary(Path path) {
    return temporary.stream().anyMatch(path::startsWith);
  }

  /** The entries of a folder that a pattern with wildcards in its last name stands for. */
  List<Path> matching(Path pattern) {
    Path folder = pattern.getParent();
    if (folder == null || folder.toString().matches(".*[*?\\[{].*")) {
      return List.of();
    }
    Pattern names = glob(String.valueOf(pattern.getFileName()));
    List<Path> found = new ArrayList<>();
    try {
      for (FileEntry entry : files.list(folder)) {
        String name = entry.name();
        if (names.matcher(name).matches() && !name.startsWith(".")) {
          found.add(folder.resolve(name));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  /** A shell's pattern for one name; braces and classes are taken for anything. */
  static Pattern glob(String text) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '[' || c == '{') {
        expression.append(".*");
      } else if (c == '?') {
        expression.append('.');
      } else if (c != ']' && c != '}') {
        expression.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE);
  }

  Optional<FileStatus> status(Path path) {
    try {
      return files.status(path);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it is a folder or leads to one. */
  boolean isFolder(Path path) {
    return status(realPath.apply(path))
        .filter(status -> status.kind() == FileStatus.Kind.DIRECTORY)
        .isPresent();
  }

  /** Every path that a script may mean by something that it writes, deletes or adds to. */
  public static List<Path> written(List<Effect> effects, Path start) {
    Set<Path> written = new LinkedHashSet<>();
    Whereabouts folders = new Whereabouts(start, path -> false);
    for (Effect effect : effects) {
      for (Word word : targets(effect)) {
        folders.now().stream()
            .flatMap(Optional::stream)
            .flatMap(folder -> path(word, folder).stream())
            .forEach(written::add);
      }
      folders.after(effect);
    }
    return List.copyOf(written);
  }

  private static List<Word> targets(Effect effect) {
    if (effect instanceof Effect.Overwrite over) {
      return over.targets();
    } else if (effect instanceof Effect.Append append) {
      return append.targets();
    } else if (effect instanceof Effect.DeleteFiles delete) {
      return delete.targets();
    } else if (effect instanceof Effect.Place place) {
      return List.of(place.target());
    }
    return effect instanceof Effect.DeleteTrees trees ? trees.targets() : List.of();
  }
}
