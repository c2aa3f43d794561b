package dev.codex.testing.contract;

import dev.codex.error.SessionException;
import dev.codex.error.SessionNotFoundException;
import dev.codex.session.SessionHeader;
import dev.codex.session.SessionLog;
import dev.codex.session.SessionStore;
import dev.codex.session.SessionSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What every {@link SessionStore} has to do. Each public method is one test that throws {@link
 * AssertionError} if the store does otherwise; call them all from a test framework of your choice,
 * each on its own instance.
 *
 * <pre>{@code
 * class MyStoreTest extends SessionStoreContract {
 *   @Override protected SessionStore newStore() { return new MyStore(); }
 * }
 * }</pre>
 */
public abstract class SessionStoreContract {

  private static final String FIRST = "01a210b9-55a6-7121-8643-660424bd0001";
  private static final String SECOND = "01a210b9-55a6-7121-8643-660424bd0002";
  private static final Instant BEGUN = Instant.parse("2026-11-25T03:21:51.274Z");
  private static final Path FOLDER = Path.of("folder").toAbsolutePath();

  /** For tests in a subclass and for nobody else. */
  protected SessionStoreContract() {}

  /** A store without sessions. Called once in each test. */
  protected abstract SessionStore newStore();

  public void linesAreReadBackInTheirOrder() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      log.append(lines("{\"a\":1}", "{\"b\":\"\u00e4\u20ac\ud83d\ude00\"}"));
      log.append(lines("{\"c\":3}"));
      equal(read(log), List.of("{\"a\":1}", "{\"b\":\"\u00e4\u20ac\ud83d\ude00\"}", "{\"c\":3}"));
    }
  }

  public void anOpenedSessionGoesOnWhereItWasLeft() {
    SessionStore store = newStore();
    begin(store, FIRST, "{\"a\":1}");

    try (SessionLog log = store.open(FIRST)) {
      log.append(lines("{\"b\":2}"));
    }

    try (SessionLog log = store.open(FIRST)) {
      equal(read(log), List.of("{\"a\":1}", "{\"b\":2}"));
    }
  }

  public void anIdleSessionGoesOn() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      log.idle();
      log.append(lines("{\"a\":1}"));
      log.idle();
      log.idle();
      log.append(lines("{\"b\":2}"));
      equal(read(log), List.of("{\"a\":1}", "{\"b\":2}"));
    }
  }

  public void aSessionWithoutLinesIsNotThere() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      log.append(List.of());
      equal(read(log), List.of());
      equal(store.list(), List.of());
      fails(SessionNotFoundException.class, () -> store.open(FIRST));
    }
  }

  public void anUnknownIdIsNotFound() {
    SessionStore store = newStore();
    begin(store, FIRST, "{\"a\":1}");

    fails(SessionNotFoundException.class, () -> store.open(SECOND));
    fails(SessionNotFoundException.class, () -> store.open("../" + FIRST));
    fails(SessionNotFoundException.class, () -> store.open(""));
  }

  public void anIdIsTakenOnce() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      fails(SessionException.class, () -> store.create(header(FIRST)));
      log.append(lines("{\"a\":1}"));
      fails(SessionException.class, () -> store.create(header(FIRST)));
    }
    fails(SessionException.class, () -> store.create(header(FIRST)));
    fails(
        SessionException.class,
        () -> store.create(new SessionHeader(FIRST, BEGUN.plusSeconds(99_999), FOLDER)));
  }

  public void aWriterKeepsOthersOutUntilItIsIdle() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      log.append(lines("{\"a\":1}"));
      fails(SessionException.class, () -> store.open(FIRST));
      log.idle();
      try (SessionLog other = store.open(FIRST)) {
        fails(SessionException.class, () -> log.append(lines("{\"lost\":1}")));
        other.append(lines("{\"b\":2}"));
        equal(read(other), List.of("{\"a\":1}", "{\"b\":2}"));
      }
    }
  }

  public void aWriterNoticesThatAnotherHasGoneOn() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      log.append(lines("{\"a\":1}"));
      log.idle();
      begin(store.open(FIRST), "{\"b\":2}");
      fails(SessionException.class, () -> log.append(lines("{\"lost\":1}")));
    }
    try (SessionLog log = store.open(FIRST)) {
      equal(read(log), List.of("{\"a\":1}", "{\"b\":2}"));
    }
  }

  public void aClosedLogIsNotUsedAgain() {
    SessionLog log = newStore().create(header(FIRST));
    log.append(lines("{\"a\":1}"));

    log.close();
    log.close();

    fails(IllegalStateException.class, () -> log.append(lines("{\"b\":2}")));
  }

  public void sessionsDoNotMix() {
    SessionStore store = newStore();

    try (SessionLog one = store.create(header(FIRST));
        SessionLog two = store.create(header(SECOND))) {
      one.append(lines("{\"a\":1}"));
      two.append(lines("{\"b\":2}"));
      equal(read(one), List.of("{\"a\":1}"));
      equal(read(two), List.of("{\"b\":2}"));
    }
  }

  public void theListShowsWhoAskedWhatAndWhere() {
    SessionStore store = newStore();
    begin(
        store,
        FIRST,
        meta(FIRST),
        user("<environment_context>x</environment_context>"),
        user("# AGENTS.md instructions for x"),
        user("Fix it"),
        user("Again"));

    List<SessionSummary> list = store.list();

    equal(list.size(), 1);
    SessionSummary only = list.get(0);
    equal(only, new SessionSummary(FIRST, BEGUN, only.updatedAt(), FOLDER, "Fix it"));
  }

  public void theListHasSessionsThatAreBeingWritten() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      log.append(lines(meta(FIRST)));
      equal(store.list().size(), 1);
      log.append(lines(user("Hello")));
      equal(store.list().get(0).preview(), "Hello");
      fails(SessionException.class, () -> store.open(FIRST));
    }
  }

  public void anInterruptedThreadCanStillWrite() {
    SessionStore store = newStore();

    try (SessionLog log = store.create(header(FIRST))) {
      Thread.currentThread().interrupt();
      log.append(lines("{\"a\":1}"));
      log.idle();
      log.append(lines("{\"b\":2}"));
      equal(read(log), List.of("{\"a\":1}", "{\"b\":2}"));
      equal(Thread.interrupted(), true);
    } finally {
      Thread.interrupted();
    }
  }

  private static SessionHeader header(String id) {
    return new SessionHeader(id, BEGUN, FOLDER);
  }

  private static void begin(SessionStore store, String id, String... lines) {
    begin(store.create(header(id)), lines);
  }

  private static void begin(SessionLog log, String... lines) {
    try (log) {
      log.append(lines(lines));
    }
  }

  private static String meta(String id) {
    String folder = FOLDER.toString().replace("\\", "\\\\");
    return "{\"timestamp\":\"2026-11-25T03:21:51.300Z\",\"type\":\"session_meta\",\"payload\":{"
        + "\"id\":\"" + id + "\",\"timestamp\":\"" + BEGUN + "\",\"cwd\":\"" + folder + "\"}}";
  }

  private static String user(String text) {
    return "{\"timestamp\":\"2026-11-25T03:21:51.300Z\",\"type\":\"response_item\",\"payload\":{"
        + "\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\""
        + text + "\"}]}}";
  }

  private static List<byte[]> lines(String... lines) {
    return Arrays.stream(lines)
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> read(SessionLog log) {
    List<String> lines = new ArrayList<>();
    log.read(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
    return lines;
  }

  private static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new AssertionError("expected " + expected + ", but was " + actual);
    }
  }

  private static void fails(Class<? extends Exception> expected, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (expected.isInstance(e)) {
        return;
      }
      throw new AssertionError("expected " + expected.getName() + ", but was " + e, e);
    }
    throw new AssertionError("expected " + expected.getName() + ", but nothing was thrown");
  }
}
