package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Turns hunks into edits, reading the files as they are. */
final class PlanBuilder {

  private final Path workingDirectory;
  private final FileAccess files;
  private final List<FileEdit> edits = new ArrayList<>();
  private final List<PlannedChange> changes = new ArrayList<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<String> approximations = new ArrayList<>();

  PlanBuilder(Path workingDirectory, FileAccess files) {
    this.workingDirectory = workingDirectory;
    this.files = files;
  }

  List<FileEdit> edits() {
    return edits;
  }

  List<PlannedChange> changes() {
    return changes;
  }

  /** Files that the patch adds although they are there, as it spells them. */
  List<String> replaced() {
    return replaced;
  }

  /** Where the patch fitted only nearly. */
  List<String> approximations() {
    return approximations;
  }

  void addAll(List<Hunk> hunks) {
    Set<Path> paths = new HashSet<>();
    for (Hunk hunk : hunks) {
      requireFirst(paths, resolve(hunk.path()));
    }
    for (Hunk hunk : hunks) {
      add(hunk);
    }
    requireMovesApart(hunks, paths);
  }

  private void add(Hunk hunk) {
    Path path = resolve(hunk.path());
    if (hunk instanceof Hunk.Add add) {
      byte[] content = content(add.lines());
      edits.add(FileEdit.write(path, content));
      changes.add(PlannedChange.add(path, content));
      if (exists(path)) {
        replaced.add(add.path());
      }
    } else if (hunk instanceof Hunk.Update update) {
      addUpdate(path, update);
    } else {
      requireDeletable(path);
      edits.add(FileEdit.delete(path));
      changes.add(PlannedChange.delete(path, files));
    }
  }

  private void addUpdate(Path path, Hunk.Update update) {
    byte[] before = read(path);
    byte[] content = rewrite(path, before, update);
    Path target = resolve(update.moveTo().orElse(update.path()));
    changes.add(PlannedChange.update(path, target, before, content));
    if (target.equals(path)) {
      edits.add(FileEdit.write(path, content));
      return;
    }
    // The old file goes first: should both names lead to one file, by links or by letter case,
    // then what is written afterwards stays.
    edits.add(FileEdit.delete(path));
    edits.add(new FileEdit.Write(target, content, mode(path)));
  }

  private byte[] read(Path path) {
    try {
      byte[] content = files.read(path);
      Encoding.requireText(content, path);
      return content;
    } catch (IOException e) {
      throw new PatchException(
          "Failed to read file to update " + path + ": " + IoReason.of(e, path, files));
    }
  }

  private byte[] rewrite(Path path, byte[] content, Hunk.Update update) {
    FileRewriter rewriter = new FileRewriter(content, update.chunks(), path.toString());
    try {
      byte[] rewritten = rewriter.rewrite();
      Encoding.requireOne(content, update.chunks(), path);
      rewriter.fuzz().forEach(fuzz -> approximations.add(fuzz.text(update.path())));
      return rewritten;
    } catch (PatchException e) {
      // the likely reason why a line is not found
      Encoding.requireUtf8(content, path);
      throw e;
    }
  }

  private void requireDeletable(Path path) {
    try {
      Optional<FileStatus> status = files.status(path);
      FileStatus.Kind kind = status.map(FileStatus::kind).orElse(FileStatus.Kind.OTHER);
      if (kind != FileStatus.Kind.FILE) {
        files.read(path);
      }
    } catch (IOException e) {
      throw new PatchException("Failed to read " + path + ": " + IoReason.of(e, path, files));
    }
  }

  private boolean exists(Path path) {
    try {
      return files.status(path).isPresent();
    } catch (IOException e) {
      return false; // writing it will fail for the same reason
    }
  }

  private OptionalInt mode(Path path) {
    try {
      return files
          .status(path)
          .filter(status -> status.kind() == FileStatus.Kind.FILE && status.mode() != 0)
          .map(status -> OptionalInt.of(status.mode()))
          .orElse(OptionalInt.empty());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** A target must not be what another hunk is about, or one of the two contents gets lost. */
  private void requireMovesApart(List<Hunk> hunks, Set<Path> paths) {
    Set<Path> gone = new HashSet<>();
    for (Hunk hunk : hunks) {
      Path path = resolve(hunk.path());
      if (hunk instanceof Hunk.Update update && update.moveTo().isPresent()) {
        Path target = resolve(update.moveTo().get());
        if (!target.equals(path) && !gone.remove(target)) {
          requireFirst(paths, target);
        }
        gone.add(path);
      } else if (hunk instanceof Hunk.Delete) {
        gone.add(path);
      }
    }
  }

  private static void requireFirst(Set<Path> paths, Path path) {
    if (!paths.add(path)) {
      throw new PatchException("invalid patch: multiple operations target " + path);
    }
  }

  private Path resolve(String path) {
    try {
      return workingDirectory.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new PatchException("invalid patch: '" + path + "' cannot be a path");
    }
  }

  private static byte[] content(List<String> lines) {
    StringBuilder content = new StringBuilder();
    for (String line : lines) {
      content.append(line).append('\n');
    }
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }
}
