package dev.codex.internal.gate;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the paths of a request are at this moment: where they lead, and of which kind everything on
 * the way is. An approval is for these and not for what somebody puts in their place meanwhile.
 * Made for one look, by one thread: what is no link is looked at once.
 */
final class PathFacts {

  private static final int MAX_LINKS = 40;
  private static final int MAX_PROGRAM_BYTES = 4 << 20;

  private final FileAccess files;
  private final Set<Path> plain = new HashSet<>(); // paths seen that are no links

  PathFacts(FileAccess files) {
    this.files = files;
  }

  /** The paths that a request names and that may be exchanged: files, folder, program. */
  static List<Path> paths(ApprovalRequest request) {
    if (request instanceof EditFiles edit) {
      return edit.paths();
    }
    if (!(request instanceof RunCommand run)) {
      return List.of();
    }
    List<Path> paths = new ArrayList<>(List.of(run.workingDirectory()));
    if (!run.command().isEmpty()) {
      program(run, run.command().get(0)).ifPresent(paths::add);
    }
    program(run, run.program()).ifPresent(paths::add);
    return paths;
  }

  /** A program that is named by its path and not looked for. */
  private static Optional<Path> program(RunCommand run, String word) {
    try {
      return word.contains("/")
          ? Optional.of(run.workingDirectory().resolve(word).normalize())
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Everything about the paths that an approval rests on, as words for a digest. */
  List<String> identity(ApprovalRequest request) {
    List<String> words = new ArrayList<>();
    for (Path path : paths(request)) {
      words.add(path.toString());
      words.add(identity(path));
      words.add(realPath(path).toString()); // a link may lead to another one
      if (request instanceof RunCommand run && !path.equals(run.workingDirectory())) {
        words.add(content(path));
      }
    }
    return words;
  }

  /**
   * What of it a grant for the session rests on. A file is edited again because it has changed, so
   * of edits only where they go counts; of commands everything does.
   */
  List<String> lasting(ApprovalRequest request) {
    return request instanceof EditFiles edit
        ? edit.paths().stream().map(path -> realPath(path).toString()).toList()
        : identity(request);
  }

  private String identity(Path path) {
    StringBuilder kinds = new StringBuilder();
    for (int i = 1; i <= path.getNameCount(); i++) {
      try {
        Optional<FileStatus> status = files.status(path.getRoot().resolve(path.subpath(0, i)));
        kinds.append(status.map(PathFacts::kind).orElse("-"));
      } catch (IOException e) {
        kinds.append('?');
      }
    }
    return kinds.toString();
  }

  private static String kind(FileStatus status) {
    return switch (status.kind()) {
      case FILE -> "f";
      case DIRECTORY -> "d";
      case SYMBOLIC_LINK -> "l(" + status.linkTarget().map(Path::toString).orElse("?") + ")";
      case OTHER -> "o";
    };
  }

  private String content(Path program) {
    try (InputStream in = files.open(program)) {
      byte[] start = in.readNBytes(MAX_PROGRAM_BYTES);
      return Digest.of(start);
    } catch (IOException e) {
      return "?";
    }
  }

  /** Where the path leads once every link on the way is followed; itself in doubt. */
  Path realPath(Path path) {
    if (!path.isAbsolute()) {
      return path; // nobody can tell from where
    }
    Path current = path.normalize();
    for (int links = 0; links < MAX_LINKS; links++) {
      Optional<Path> next = followFirstLink(current);
      if (next.isEmpty()) {
        return current;
      }
      current = next.get();
    }
    return current;
  }

  private Optional<Path> followFirstLink(Path path) {
    for (int i = 1; i <= path.getNameCount(); i++) {
      Path prefix = path.getRoot().resolve(path.subpath(0, i));
      if (plain.contains(prefix)) {
        continue;
      }
      Optional<Path> target;
      try {
        target = files.status(prefix).flatMap(FileStatus::linkTarget);
      } catch (IOException e) {
        continue; // a denied folder may have links in it that are not
      }
      if (target.isPresent()) {
        Path start = prefix.resolveSibling(target.get());
        Path rest =
            i == path.getNameCount() ? start : start.resolve(path.subpath(i, path.getNameCount()));
        return Optional.of(rest.normalize());
      }
      plain.add(prefix);
    }
    return Optional.empty();
  }
}
