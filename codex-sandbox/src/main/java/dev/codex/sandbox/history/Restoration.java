package dev.codex.sandbox.history;

import dev.codex.exec.UndoResult.Conflict;
import dev.codex.sandbox.history.FileState.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way back from what a turn did: first judged as a whole, against what is there now, and only
 * then made. What is already as it was is left alone, so the way can be gone again after a failure.
 */
final class Restoration {

  private final ContentStore contents;
  private final UndoMarker marker;
  private final Map<Path, Change> changes = new TreeMap<>();
  private final Map<Path, FileState> now;
  private final List<Conflict> conflicts = new ArrayList<>();

  private Restoration(
      ContentStore contents, UndoMarker marker, List<Change> changes, Map<Path, FileState> now) {
    this.contents = contents;
    this.marker = marker;
    this.now = now;
    for (Change change : changes) {
      if (!now(change.path()).equals(change.before())) {
        this.changes.put(change.path(), change);
      }
    }
  }

  /**
   * Judges.
   *
   * @param marker tells whether this way was gone before, and not to its end
   * @param now what is at these paths; absent paths are left out
   */
  static Restoration of(
      ContentStore contents, UndoMarker marker, List<Change> changes, Map<Path, FileState> now)
      throws IOException {
    Restoration restoration = new Restoration(contents, marker, changes, now);
    for (Change change : restoration.changes.values()) {
      restoration.judge(change);
    }
    return restoration;
  }

  List<Conflict> conflicts() {
    return List.copyOf(conflicts);
  }

  List<Path> paths() {
    return List.copyOf(changes.keySet());
  }

  private FileState now(Path path) {
    return now.getOrDefault(path, FileState.ABSENT);
  }

  private void judge(Change change) throws IOException {
    FileState before = change.before();
    if (!now(change.path()).equals(change.after()) && !isHalfWayBack(change)) {
      refuse(change.path(), "it has been changed since the turn");
    } else if (before.is(Kind.OTHER) || change.after().is(Kind.OTHER)) {
      refuse(change.path(), "it is or was neither file, folder nor link, or could not be read");
    } else if (before.is(Kind.FILE)
        && !before.content().equals(change.after().content())
        && !contents.has(before.content())) {
      refuse(change.path(), "its old content was not kept, since there was no room for it");
    } else if (hasForeignFolder(change.path())) {
      refuse(change.path(), "the folder that it was in is no longer there, or is a link now");
    }
    if (change.after().is(Kind.DIRECTORY) && !before.is(Kind.DIRECTORY)) {
      judgeContent(change.path());
    }
  }

  /** Whether what is there is what an undo that was cut short leaves on its way. */
  private boolean isHalfWayBack(Change change) {
    FileState current = now(change.path());
    if (!marker.isThere()) {
      return false;
    }
    if (current.is(Kind.ABSENT)) {
      return makesWay(change, change.after());
    }
    boolean opened = change.after().is(Kind.DIRECTORY)
        && current.mode() == (change.after().mode() | Modes.OWNER_ONLY);
    boolean made = change.before().is(Kind.DIRECTORY)
        && (current.mode() & Modes.PERMISSIONS) == Modes.OWNER_ONLY;
    return current.is(Kind.DIRECTORY) && (opened || made);
  }

  private void judgeContent(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!changes.containsKey(entry)) {
          refuse(entry, "it was put since into a folder that the turn made");
        }
      }
    }
  }

  /** Whether the nearest folder above that stays is not the one that it was. */
  private boolean hasForeignFolder(Path path) throws IOException {
    Path above = path.getParent();
    while (above != null && changes.containsKey(above)) {
      above = above.getParent();
    }
    return above == null || !Files.isDirectory(above) || !above.toRealPath().equals(above);
  }

  private void refuse(Path path, String reason) {
    conflicts.add(new Conflict(path, reason));
  }

  /** Goes the way back. Contents are laid ready before anything is touched. */
  void run() throws IOException {
    try (Staging staging = new Staging(contents, changes.keySet())) {
      for (Change change : changes.values()) {
        if (change.before().is(Kind.FILE)) {
          staging.plan(change);
        }
      }
      marker.write(staging.files());
      for (Change change : changes.values()) {
        staging.prepare(change);
      }
      openFolders();
      removeWhatMakesWay();
      for (Change change : changes.values()) { // folders come before what is in them
        make(change, staging);
      }
    }
    for (Change change : fromBelow()) {
      if (change.before().is(Kind.DIRECTORY)) {
        Modes.set(change.path(), change.before().mode());
      }
    }
  }

  /** A folder that the turn closed must be open while its content is put back. */
  private void openFolders() throws IOException {
    for (Change change : changes.values()) {
      if (now(change.path()).is(Kind.DIRECTORY)) {
        Modes.set(change.path(), now(change.path()).mode() | Modes.OWNER_ONLY);
      }
    }
  }

  private void removeWhatMakesWay() throws IOException {
    for (Change change : fromBelow()) {
      if (makesWay(change, now(change.path()))) {
        Files.delete(change.path());
      }
    }
  }

  private static boolean makesWay(Change change, FileState current) {
    boolean stays = current.is(change.before().kind()) && !current.is(Kind.LINK);
    return !current.is(Kind.ABSENT) && !stays;
  }

  private void make(Change change, Staging staging) throws IOException {
    switch (change.before().kind()) {
      case DIRECTORY -> {
        if (!Files.isDirectory(change.path())) {
          Private.folder(change.path()); // opened to others once all is back in it
        }
      }
      case FILE -> staging.moveInto(change);
      case LINK ->
        Files.createSymbolicLink(
            change.path(), change.path().getFileSystem().getPath(change.before().content()));
      case ABSENT, OTHER -> {}
    }
  }

  private List<Change> fromBelow() {
    List<Change> reversed = new ArrayList<>(changes.values());
    Collections.reverse(reversed);
    return reversed;
  }
}
