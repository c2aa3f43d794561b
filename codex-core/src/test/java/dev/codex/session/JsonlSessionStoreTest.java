package dev.codex.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SessionException;
import dev.codex.error.SessionNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class JsonlSessionStoreTest {

  private static final String ID = "01a210b9-55a6-7121-8643-660424bd0001";
  private static final Instant BEGUN = Instant.parse("2026-11-25T03:21:51.274Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String FILE =
      "sessions/2026/11/25/rollout-2026-11-25T04-21-51-" + ID + ".jsonl";

  @TempDir
  Path home;

  @TestFactory
  Stream<DynamicTest> contract() {
    AtomicInteger count = new AtomicInteger();
    return ContractTests.of(
        () -> JsonlSessionStore.in(home.resolve("home" + count.incrementAndGet())));
  }

  @Test
  void theFileIsWhereCodexWouldPutItAndForItsOwnerOnly() throws IOException {
    try (SessionLog log = store().create(header())) {
      assertThat(home).isEmptyDirectory();
      log.append(lines("{\"a\":1}", "{\"b\":2}"));
      assertThat(log.location()).isEqualTo(home.resolve(FILE).toString());
    }

    assertThat(home.resolve(FILE)).hasContent("{\"a\":1}\n{\"b\":2}\n");
    assertThat(permissions(FILE)).isEqualTo("rw-------");
    for (String directory : List.of("sessions", "sessions/2026/11", "sessions/2026/11/25")) {
      assertThat(permissions(directory)).isEqualTo("rwx------");
    }
  }

  @Test
  void aTornLastLineStaysAloneWhenTheSessionGoesOn() throws IOException {
    write("{\"a\":1}\n{\"torn\":");

    try (SessionLog log = store().open(ID)) {
      assertThat(read(log)).containsExactly("{\"a\":1}", "{\"torn\":");
      log.append(lines("{\"b\":2}"));
      log.append(lines("{\"c\":3}"));
    }

    assertThat(home.resolve(FILE)).hasContent("{\"a\":1}\n{\"torn\":\n{\"b\":2}\n{\"c\":3}\n");
  }

  @Test
  void windowsLineEndsAndLinesAcrossReadsAreRead() throws IOException {
    String big = "\"" + "x".repeat(300_000) + "\"";
    write("1\r\n" + big + "\r\n\r\n2");

    try (SessionLog log = store().open(ID)) {
      assertThat(read(log)).containsExactly("1", big, "", "2");
    }
  }

  @Test
  void whatAnotherProgramWroteInBetweenIsNoticedWhileTheFileIsHeld() throws IOException {
    try (SessionLog log = store().create(header())) {
      log.append(lines("1"));
      Files.writeString(home.resolve(FILE), "1\n2\n");

      assertThatThrownBy(() -> log.append(lines("3")))
          .isInstanceOf(SessionException.class)
          .hasMessage("Session " + ID + " was continued by another process: " + home.resolve(FILE)
              + " has 4 bytes where we left 2. Open it again to go on from there.");
    }

    assertThat(home.resolve(FILE)).hasContent("1\n2\n");
  }

  @Test
  void twoStoresOnOneDirectoryDoNotWriteOneFile() {
    SessionStore other = store();
    try (SessionLog log = store().create(header())) {
      log.append(lines("1"));

      assertThatThrownBy(() -> other.open(ID))
          .isInstanceOf(SessionException.class)
          .hasMessage(
              "Session " + ID + " is in use by another session of this process. Wait until its"
                  + " turn has ended.");
      assertThat(other.list()).hasSize(1);
      log.append(lines("2"));
    }
  }

  @Test
  void tenThousandIdleSessionsHoldNoFiles() {
    SessionStore store = store();
    List<SessionLog> logs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String id = String.format("01a210b9-55a6-7121-8643-660424bd%04d", i);
      SessionLog log = store.create(new SessionHeader(id, BEGUN, home));
      log.append(lines("1"));
      log.idle();
      logs.add(log);
    }

    assertThat(openFilesBelow(home)).isEmpty();
    logs.forEach(SessionLog::close);
  }

  @Test
  void idsThatAreNoUuidsNeverBecomePaths() {
    SessionStore store = store();

    for (String id : List.of("..", "../../x", "", "a/b", ID + "/../x", ID + "\0")) {
      assertThatThrownBy(() -> store.create(new SessionHeader(id, BEGUN, home)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.open(id)).isInstanceOf(SessionNotFoundException.class);
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "{\"a\":1}\n");
    Path file = home.resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, secret);

    assertThatThrownBy(() -> store().open(ID)).isInstanceOf(SessionNotFoundException.class);
    assertThatThrownBy(() -> store().create(header())).isInstanceOf(SessionException.class);
    assertThat(store().list()).isEmpty();
    assertThat(secret).hasContent("{\"a\":1}\n");
  }

  @Test
  void oneBadFileDoesNotHideTheOthersAndTheLastWrittenComesFirst() throws IOException {
    String good = "01a210b9-55a6-7121-8643-660424bd0002";
    String goodFile = "sessions/2026/11/24/rollout-2026-11-24T04-00-00-" + good + ".jsonl";
    write("\0\1 not json\n");
    Path other = home.resolve(goodFile);
    Files.createDirectories(other.getParent());
    Files.writeString(
        other,
        "\ufeff{\"type\":\"session_meta\",\"payload\":{\"cwd\":\"/w\",\"base\":\""
            + "x".repeat(100_000)
            + "\"}}\n{broken\n{\"type\":\"response_item\",\"payload\":{\"type\":\"message\","
            + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]}}\n");
    Files.writeString(other.resolveSibling("rollout-junk.jsonl"), "x");
    Files.createFile(other.resolveSibling(goodFile.substring(20).replace("0002", "0003")));
    Instant early = Instant.parse("2026-11-25T05:00:00Z");
    Files.setLastModifiedTime(home.resolve(FILE), FileTime.from(early));
    Files.setLastModifiedTime(other, FileTime.from(early.plusSeconds(1)));

    assertThat(store().list())
        .containsExactly(
            new SessionSummary(
                good,
                Instant.parse("2026-11-24T03:00:00Z"),
                early.plusSeconds(1),
                Path.of("/w"),
                "Hi"),
            new SessionSummary(ID, Instant.parse("2026-11-25T03:21:51Z"), early, Path.of(""), ""));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("sessions"), "I am a file");

    try (SessionLog log = store().create(header())) {
      assertThatThrownBy(() -> log.append(lines("1")))
          .isInstanceOf(SessionException.class)
          .hasMessageContaining(home.resolve(FILE).toString());
    }
    assertThat(file).hasContent("I am a file");
  }

  private SessionStore store() {
    return JsonlSessionStore.in(home, BERLIN);
  }

  private SessionHeader header() {
    return new SessionHeader(ID, BEGUN, home);
  }

  private void write(String content) throws IOException {
    Files.createDirectories(home.resolve(FILE).getParent());
    Files.writeString(home.resolve(FILE), content);
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
  }

  private static List<Path> openFilesBelow(Path directory) {
    Path descriptors = Path.of("/proc/self/fd");
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path descriptor : all.toList()) {
        Path target = target(descriptor);
        if (target.startsWith(directory)) {
          found.add(target);
        }
      }
    } catch (IOException e) {
      return List.of(); // not Linux
    }
    return found;
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // closed in between
    }
  }

  private static List<byte[]> lines(String... lines) {
    return Stream.of(lines).map(line -> line.getBytes(UTF_8)).toList();
  }

  private static List<String> read(SessionLog log) {
    List<String> lines = new ArrayList<>();
    log.read(line -> lines.add(new String(line, UTF_8)));
    return lines;
  }
}
