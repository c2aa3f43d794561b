package dev.codex.sandbox.history;

import dev.codex.error.ConfigException;
import dev.codex.error.SessionException;
import dev.codex.exec.FileHistory.Recording;
import dev.codex.exec.UndoResult;
import dev.codex.sandbox.history.FileState.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * All turns that can be taken back. One lock guards the store and the last look at every path: two
 * turns that scan at once would only wait for the same disk.
 */
public final class TurnJournal implements AutoCloseable {

  private final Path folder;
  private final FileChannel owner;
  private final ContentStore contents;
  private final TurnRecords records;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Seen> lastLook = new HashMap<>(); // guarded by lock
  private final List<Map<Path, Seen>> running = new ArrayList<>(); // guarded by lock
  private int forgotten; // turns, since somebody was told; guarded by lock

  private TurnJournal(Path folder, FileChannel owner, ContentStore contents) {
    this.folder = folder;
    this.owner = owner;
    this.contents = contents;
    this.records = new TurnRecords(folder.resolve("turns"));
  }

  /**
   * Opens the journal in a folder, which is made if it is missing.
   *
   * @throws ConfigException if that is impossible, or another process has it open
   */
  public static TurnJournal open(Path folder, long maxBytes, long maxFileBytes) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      throw new ConfigException("File history needs a Unix file system, which " + folder
          + " is not on. Leave fileHistory out of the agent there.");
    }
    try {
      Path real = Private.folder(folder).toRealPath();
      FileChannel owner = own(real);
      try {
        return new TurnJournal(
            real, owner, ContentStore.open(real.resolve("contents"), maxBytes, maxFileBytes));
      } catch (IOException e) {
        owner.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ConfigException(
          "File history cannot be kept in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static FileChannel own(Path folder) throws IOException {
    Path file = folder.resolve("owner.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this JVM has it, which is the same to us
    }
    channel.close();
    throw new IOException("it is in use. Share one LocalFileHistory, or name another folder");
  }

  /** Begins to record a turn, but for what happens at or below some paths. */
  public Recording record(String sessionId, String turnId, Set<Path> exempt) {
    return new TurnRecording(this, sessionId, turnId, exempt);
  }

  /** Where everything is kept. */
  public Path folder() {
    return folder;
  }

  /** The turns of a session that can be taken back, newest first. */
  public List<String> turns(String sessionId) {
    lock.lock();
    try {
      return records.turns(sessionId);
    } catch (IOException e) {
      throw failed("The file history of session " + sessionId + " cannot be read", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at everything at and below the paths, and adds it to what the turn has seen. Others read
   * that too, to know what is needed, so it is changed under their lock.
   *
   * @param before what its turn has seen so far; kept in the store until the turn ends
   * @param isNew whether the turn had not included a path yet, so cannot have changed it
   */
  void begin(List<Path> paths, Map<Path, Seen> before, Predicate<Path> isNew) {
    lock.lock();
    try {
      if (running.stream().noneMatch(other -> other == before)) {
        running.add(before);
      }
      contents.takeLacking();
      Map<Path, Seen> found = look(paths);
      long lacking = contents.takeLacking();
      if (lacking > 0 && makeRoomFor(lacking)) {
        found = look(paths);
      }
      found.forEach((path, seen) -> {
        if (isNew.test(path)) {
          before.put(path, seen);
        }
      });
    } catch (IOException e) {
      throw failed("Old contents could not be forgotten to make room", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What came of recording a turn.
   *
   * @param lost the changes whose way back is not whole
   * @param forgotten how many older turns had to go
   */
  record End(List<Change> lost, int forgotten) {}

  /** Looks again and keeps what differs. */
  End end(TurnRecording turn, List<Path> paths, Map<Path, Seen> before) {
    lock.lock();
    try {
      List<Change> changes = difference(before, look(paths));
      changes.removeIf(change -> turn.isExempt(change.path()));
      if (!changes.isEmpty()) {
        records.add(turn.sessionId(), turn.turnId(), changes);
      }
      running.removeIf(other -> other == before);
      makeRoom();
      End end =
          new End(changes.stream().filter(change -> !isKept(change.before())).toList(), forgotten);
      forgotten = 0;
      return end;
    } catch (IOException e) {
      throw failed("What turn " + turn.turnId() + " changed cannot be kept", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether all that was seen at these paths can be put back. */
  boolean keeps(List<Path> paths, Map<Path, Seen> before) {
    lock.lock();
    try {
      return paths.stream()
          .allMatch(path -> !isHidden(path, before) && isKept(state(before, path)));
    } finally {
      lock.unlock();
    }
  }

  /** Whether it only seems to be absent, below a folder that could not be listed. */
  private static boolean isHidden(Path path, Map<Path, Seen> before) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (state(before, above).is(Kind.OTHER)) {
        return true;
      }
    }
    return false;
  }

  private boolean isKept(FileState state) {
    return !state.is(Kind.OTHER) && (!state.is(Kind.FILE) || contents.has(state.content()));
  }

  private Map<Path, Seen> look(List<Path> paths) {
    Scan scan = new Scan(contents, lastLook, folder);
    paths.forEach(scan::lookBelow);
    Map<Path, Seen> found = scan.found();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        lastLook.keySet().removeIf(seen -> seen.startsWith(path) && !found.containsKey(seen));
      }
    }
    lastLook.putAll(found);
    return found;
  }

  private static List<Change> difference(Map<Path, Seen> before, Map<Path, Seen> after) {
    Map<Path, Seen> all = new TreeMap<>(before);
    all.putAll(after);
    List<Change> changes = new ArrayList<>();
    for (Path path : all.keySet()) {
      FileState was = state(before, path);
      FileState is = state(after, path);
      if (!was.equals(is)) {
        changes.add(new Change(path, was, is));
      }
    }
    return changes;
  }

  private static FileState state(Map<Path, Seen> look, Path path) {
    Seen seen = look.get(path);
    return seen == null ? FileState.ABSENT : seen.state();
  }

  /**
   * Forgets old turns for what is about to change, which matters more; not if it would not help,
   * and never the newest. Returns whether there is more room now.
   */
  private boolean makeRoomFor(long more) throws IOException {
    List<Path> oldestFirst = new ArrayList<>(records.all());
    contents.retain(needed(oldestFirst));
    int last = Math.max(0, oldestFirst.size() - 1);
    if (contents.hasRoomWith(needed(oldestFirst.subList(last, oldestFirst.size())), more)) {
      while (!contents.hasRoomFor(more)) {
        forgetOldest(oldestFirst);
      }
    }
    return contents.hasRoomFor(more);
  }

  private void forgetOldest(List<Path> oldestFirst) throws IOException {
    Path oldest = oldestFirst.remove(0);
    UndoMarker.of(oldest).remove();
    Files.delete(oldest);
    forgotten++;
    contents.retain(needed(oldestFirst));
  }

  /**
   * Forgets what nothing needs any more while the store is nearly full, then the oldest turns. The
   * newest stays: it would be gone before anybody could take it back.
   */
  private void makeRoom() throws IOException {
    if (!contents.isNearlyFull()) {
      return;
    }
    List<Path> oldestFirst = new ArrayList<>(records.all());
    int last = oldestFirst.size() - 1;
    if (contents.isNearlyFullWith(needed(oldestFirst.subList(Math.max(last, 0), last + 1)))) {
      lastLook.clear(); // no end of old turns would make room for it, and it can be read again
    }
    contents.retain(needed(oldestFirst));
    while (contents.isNearlyFull() && oldestFirst.size() > 1) {
      forgetOldest(oldestFirst);
    }
  }

  private Set<String> needed(List<Path> turns) throws IOException {
    Set<String> needed = new HashSet<>();
    for (Path turn : turns) {
      TurnRecord.read(turn).forEach(change -> needed.add(change.before().content()));
    }
    for (Map<Path, Seen> look : running) {
      look.values().forEach(seen -> needed.add(seen.state().content()));
    }
    lastLook.values().forEach(seen -> needed.add(seen.state().content()));
    return needed;
  }

  /** Takes back a turn, or says why not. */
  public UndoResult undo(String sessionId, String turnId) {
    lock.lock();
    try {
      Path file = records
          .find(sessionId, turnId)
          .orElseThrow(() -> new IllegalArgumentException("No changes of turn " + turnId
              + " of session " + sessionId + " are on record, or they were taken back already."));
      List<Change> changes = TurnRecord.read(file);
      UndoMarker marker = UndoMarker.of(file);
      marker.cleanUp();
      Scan scan = new Scan(contents, lastLook, folder);
      Map<Path, FileState> now = new HashMap<>();
      changes.forEach(change -> now.put(change.path(), scan.look(change.path())));
      Restoration restoration = Restoration.of(contents, marker, changes, now);
      if (restoration.conflicts().isEmpty()) {
        restoration.run();
        marker.remove(); // first: without its record it would speak of the next one of that name
        Files.delete(file);
      }
      return new UndoResult(
          restoration.conflicts().isEmpty() ? restoration.paths() : List.of(),
          restoration.conflicts());
    } catch (IOException | UncheckedIOException e) {
      throw failed("Turn " + turnId + " could not be taken back as a whole; call undo again", e);
    } finally {
      lock.unlock();
    }
  }

  private static SessionException failed(String what, Exception e) {
    return new SessionException(what + ": " + e.getMessage(), e);
  }

  /** Lets another process use the folder. */
  @Override
  public void close() {
    try {
      owner.close();
    } catch (IOException e) {
      throw failed("The file history in " + folder + " could not be closed", e);
    }
  }
}
