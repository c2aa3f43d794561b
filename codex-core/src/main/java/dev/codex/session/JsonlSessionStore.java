package dev.codex.session;

import dev.codex.error.SessionException;
import dev.codex.error.SessionNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps sessions in files, just where and how Codex keeps them, so that {@code codex resume} goes
 * on with a session of ours and we with one of Codex's.
 *
 * <p>Files and the directories above them are made at the first append and are readable by their
 * owner only. A session that has something to write holds a lock on its file and two sessions never
 * write one file; Codex itself does not heed that lock, but what it writes in between is noticed
 * before the next append.
 *
 * <pre>{@code
 * SessionStore store = JsonlSessionStore.in(Path.of("/var/lib/my-host/codex"));
 * }</pre>
 */
public final class JsonlSessionStore implements SessionStore {

  private static final int HEAD_BYTES = 64 << 10;
  private static final int MAX_HEAD_BYTES = 2 << 20;

  private final RolloutFiles files;

  /** Sessions that were created here and not yet closed; they may not have a file. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  private JsonlSessionStore(RolloutFiles files) {
    this.files = files;
  }

  /**
   * A store below a directory of the host's choice, which Codex would call {@code CODEX_HOME}.
   * Directories and files are named by the time of the machine's zone, as Codex does it.
   */
  public static JsonlSessionStore in(Path home) {
    return in(home, ZoneId.systemDefault());
  }

  /** A store whose directories and files are named by the time of the given zone. */
  public static JsonlSessionStore in(Path home, ZoneId zone) {
    return new JsonlSessionStore(new RolloutFiles(home, zone));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the id is not a UUID
   */
  @Override
  public SessionLog create(SessionHeader header) {
    String id = header.id();
    if (!RolloutFiles.isId(id)) {
      throw new IllegalArgumentException(
          "A session in files needs a UUID for an id, but this is '" + id + "'.");
    }
    Path file = files.fileFor(id, header.createdAt());
    if (!begun.add(id)) {
      throw taken(id, file);
    }
    if (isTaken(id, file, header.createdAt())) {
      begun.remove(id);
      throw taken(id, file);
    }
    return JsonlSessionLog.begin(id, file, files, () -> begun.remove(id));
  }

  @Override
  public SessionLog open(String sessionId) {
    Optional<Path> file = RolloutFiles.isId(sessionId) ? files.find(sessionId) : Optional.empty();
    if (file.isEmpty()) {
      throw new SessionNotFoundException("There is no session " + sessionId + " in " + files + ".");
    }
    return JsonlSessionLog.resume(sessionId, file.get(), files);
  }

  @Override
  public List<SessionSummary> list() {
    List<SessionSummary> sessions = new ArrayList<>();
    for (Path file : files.all()) {
      summary(file).ifPresent(sessions::add);
    }
    sessions.sort(Comparator.comparing(SessionSummary::updatedAt).reversed());
    return sessions;
  }

  /** The directory. */
  @Override
  public String toString() {
    return "JsonlSessionStore[" + files + "]";
  }

  /**
   * An id of version 7 holds its own time and is unique by birth; looking through all files for one
   * that was made just now would make creating the ten thousandth session slow.
   */
  @Override
  public Optional<Path> place() {
    return Optional.of(files.folder());
  }

  private boolean isTaken(String id, Path file, Instant createdAt) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    boolean fresh = id.charAt(14) == '7'
        && Math.abs(Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16)
                - createdAt.toEpochMilli())
            < 1000;
    return !fresh && files.find(id).isPresent();
  }

  private static SessionException taken(String id, Path file) {
    return new SessionException("There is a session " + id + " already: " + file + ".");
  }

  /** What a file begins with; nothing if it is empty, a link or not readable. */
  private Optional<SessionSummary> summary(Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() == 0) {
        return Optional.empty();
      }
      SummaryReader reader = read(HeldFile.head(file, HEAD_BYTES));
      if (!reader.isComplete() && attributes.size() > HEAD_BYTES) {
        reader = read(HeldFile.head(file, MAX_HEAD_BYTES));
      }
      SessionHeader header =
          new SessionHeader(RolloutFiles.id(file), files.createdAt(file), Path.of(""));
      return Optional.of(reader.summary(header, attributes.lastModifiedTime().toInstant()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // one bad file must not hide the others
    }
  }

  private static SummaryReader read(byte[] head) {
    SummaryReader reader = new SummaryReader();
    LineSplitter lines = new LineSplitter(reader::line);
    lines.add(head, head.length);
    lines.end();
    return reader;
  }
}
