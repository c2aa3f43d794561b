package dev.codex.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.session.JsonlSessionStore;
import dev.codex.session.SessionLog;
import dev.codex.session.SessionStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, it opens, and what cannot be read is told. */
class RolloutDamageTest {

  @TempDir
  Path home;

  private Path file;
  private byte[] whole;
  private Rollout original;

  @BeforeEach
  void write() throws IOException {
    file = home.resolve("sessions/2026/11/25")
        .resolve("rollout-2026-11-25T03-21-51-" + SampleSession.ID + ".jsonl");
    Files.createDirectories(file.getParent());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] line : SampleSession.bytes()) {
      out.write(line);
      out.write('\n');
    }
    whole = out.toByteArray();
    original = read(whole);
  }

  @Test
  void aFileThatEndsAnywhereLosesNothingButItsLastLine() throws IOException {
    List<byte[]> lines = SampleSession.bytes();
    for (int end = 1; end < whole.length; end++) {
      byte[] cut = Arrays.copyOf(whole, end);
      int complete = 0;
      int size = 0;
      while (complete < lines.size() && size + lines.get(complete).length <= end) {
        size += lines.get(complete++).length + 1;
      }
      Rollout expected = RolloutReader.read(new LinesLog(lines.subList(0, complete)));

      Rollout actual = read(cut);

      assertThat(actual.history()).as("cut at %s", end).isEqualTo(expected.history());
      assertThat(StrictServer.complaints(actual.history())).as("cut at %s", end).isEmpty();
      if (end > size) {
        int torn = complete + 1;
        assertThat(actual.notes()).as("cut at %s", end).anyMatch(note -> note.line() == torn);
      } else {
        assertThat(actual).as("cut at %s", end).isEqualTo(expected);
      }
    }
  }

  @Test
  void aByteThatChangedIsReportedOrDidNotMatter() throws IOException {
    int[] flips = {0x01, 0x20, 0x80};
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) flips[i % flips.length];

      Rollout actual = read(damaged);

      if (actual.notes().isEmpty()) {
        assertThat(actual).as("byte %s", i).isEqualTo(original);
      }
      assertThat(StrictServer.complaints(actual.history())).as("byte %s", i).isEmpty();
    }
  }

  private Rollout read(byte[] content) throws IOException {
    Files.write(file, content);
    SessionStore store = JsonlSessionStore.in(home, ZoneOffset.UTC);
    try (SessionLog log = store.open(SampleSession.ID)) {
      return RolloutReader.read(log);
    }
  }
}
