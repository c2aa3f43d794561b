package dev.codex.sandbox.history;

import dev.codex.sandbox.history.FileState.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One look at everything at and below some paths. Whatever has the stamp of an earlier look is
 * taken from there; only the rest is read. Never follows a link.
 */
final class Scan {

  private static final Seen UNREADABLE = new Seen(new FileState(Kind.OTHER, 0, ""), null);

  private final ContentStore contents;
  private final Map<Path, Seen> earlier;
  private final Path excluded;
  private final Map<Path, Seen> found = new TreeMap<>();

  Scan(ContentStore contents, Map<Path, Seen> earlier, Path excluded) {
    this.contents = contents;
    this.earlier = earlier;
    this.excluded = excluded;
  }

  /** All that was found, by path. */
  Map<Path, Seen> found() {
    return found;
  }

  /** Looks at a path and everything below it. */
  void lookBelow(Path path) {
    if (!path.equals(excluded) && look(path).is(Kind.DIRECTORY)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        entries.forEach(this::lookBelow);
      } catch (IOException | DirectoryIteratorException e) {
        found.put(path, UNREADABLE);
      }
    }
  }

  /** Looks at this path alone. */
  FileState look(Path path) {
    try {
      Seen seen = seen(path, Stamp.of(path));
      found.put(path, seen);
      return seen.state();
    } catch (NoSuchFileException e) {
      return FileState.ABSENT; // or it went while we looked
    } catch (IOException e) {
      Path above = path.getParent();
      if (above != null && Files.exists(above) && !Files.isDirectory(above)) {
        return FileState.ABSENT;
      }
      found.put(path, UNREADABLE);
      return UNREADABLE.state();
    }
  }

  private Seen seen(Path path, Stamp stamp) throws IOException {
    Seen before = earlier.get(path);
    if (before != null
        && stamp.equals(before.stamp())
        && (!before.state().is(Kind.FILE) || contents.has(before.state().content()))) {
      return before;
    }
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    FileState state = new FileState(stamp.kind(), stamp.mode(), content(path, stamp));
    boolean holds = stamp.isSettled(now) && stamp.equals(Stamp.of(path));
    return new Seen(state, holds ? stamp : null);
  }

  private String content(Path path, Stamp stamp) throws IOException {
    return switch (stamp.kind()) {
      case FILE -> contents.put(path, stamp.size());
      case LINK -> Files.readSymbolicLink(path).toString();
      default -> "";
    };
  }
}
