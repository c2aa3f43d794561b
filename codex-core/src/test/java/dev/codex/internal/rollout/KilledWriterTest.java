package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.codex.error.SessionException;
import dev.codex.session.JsonlSessionStore;
import dev.codex.session.SessionHeader;
import dev.codex.session.SessionLog;
import dev.codex.session.SessionStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes, and the end of them, do to a session. */
class KilledWriterTest {

  /** {@code -Dkills=200} for a longer run. */
  private static final int KILLS = Integer.getInteger("kills", 12);

  @TempDir
  Path home;

  @Test
  void aKillAtAnyPointLosesNothingThatWasAcknowledged() throws Exception {
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start("true", "1000000");
      String acknowledged = "";
      try (BufferedReader output = process.inputReader(UTF_8)) {
        for (int i = random.nextInt(60); i >= 0; i--) {
          acknowledged = output.readLine();
        }
        // the handle, as destroying the process would close its output with what is still in it
        process.toHandle().destroyForcibly();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          acknowledged = line.length() == 8 ? line : acknowledged;
        }
      }

      try (SessionLog log = store().open(SampleSession.ID)) {
        List<String> lines = new ArrayList<>();
        log.read(line -> lines.add(new String(line, UTF_8)));
        String last = acknowledged;
        assertThat(lines).as("kill %s", kill).anyMatch(line -> line.endsWith(last + "\"}"));
        Rollout rollout = RolloutReader.read(log);
        assertThat(StrictServer.complaints(rollout.history()))
            .as("kill %s", kill)
            .isEmpty();
      }
    }
  }

  @Test
  void aSessionThatAnotherProcessHoldsIsNotOpened() throws Exception {
    Process process = start("true", "1");
    try (BufferedReader output = process.inputReader(UTF_8)) {
      waitUntilIdle(output);

      assertThatThrownBy(() -> store().open(SampleSession.ID))
          .isInstanceOf(SessionException.class)
          .hasMessage("Session " + SampleSession.ID
              + " is in use by another process. Wait until its turn" + " has ended.");
      assertThat(store().list()).hasSize(1);
      assertThatThrownBy(() -> store().open(SampleSession.ID)).isInstanceOf(SessionException.class);
    } finally {
      process.destroyForcibly().waitFor();
    }
    store().open(SampleSession.ID).close();
  }

  @Test
  void theUmaskDoesNotDecideWhoCanRead() throws Exception {
    for (String umask : List.of("umask 0", "umask 777")) {
      Path folder = Files.createDirectory(home.resolve(umask.replace(' ', '-')));
      Process process = startIn(folder, umask, "1");
      try (BufferedReader output = process.inputReader(UTF_8)) {
        waitUntilIdle(output);
      } finally {
        process.destroyForcibly().waitFor();
      }

      try (Stream<Path> all = Files.walk(folder.resolve("sessions"))) {
        assertThat(all)
            .hasSize(5)
            .allSatisfy(path -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
      }
    }
  }

  @Test
  void aFullDiskLeavesNothingHalfWritten() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", home.toString()))
        .as("only root may mount a small disk")
        .isZero();
    try (SessionLog log =
        store().create(new SessionHeader(SampleSession.ID, SampleSession.AT, home))) {
      log.append(List.of("1".getBytes(UTF_8)));
      byte[] large = "x".repeat(100_000).getBytes(UTF_8);

      assertThatThrownBy(() -> log.append(List.of("2".getBytes(UTF_8), large)))
          .isInstanceOf(SessionException.class)
          .hasMessage("Session " + SampleSession.ID + " cannot be written: " + log.location()
              + ": No space left on device");
      assertThat(Path.of(log.location())).hasContent("1\n");
      log.append(List.of("3".getBytes(UTF_8)));
      assertThat(Path.of(log.location())).hasContent("1\n3\n");
    } finally {
      run("umount", home.toString());
    }
  }

  @Test
  void aFirstAppendThatFailsLeavesNoFile() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", home.toString()))
        .as("only root may mount a small disk")
        .isZero();
    try (SessionLog log =
        store().create(new SessionHeader(SampleSession.ID, SampleSession.AT, home))) {
      byte[] large = "x".repeat(100_000).getBytes(UTF_8);

      assertThatThrownBy(() -> log.append(List.of(large))).isInstanceOf(SessionException.class);

      assertThat(Path.of(log.location())).doesNotExist();
      log.append(List.of("1".getBytes(UTF_8)));
      assertThat(Path.of(log.location())).hasContent("1\n");
    } finally {
      run("umount", home.toString());
    }
  }

  private SessionStore store() {
    return JsonlSessionStore.in(home, ZoneOffset.UTC);
  }

  private Process start(String before, String turns) throws IOException {
    return startIn(home, before, turns);
  }

  private static Process startIn(Path home, String before, String turns) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "sh",
            "-c",
            before + "; exec \"$@\"",
            "sh",
            java,
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProgram.class.getName(),
            home.toString(),
            turns)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void waitUntilIdle(BufferedReader output) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals("waiting")) {
      line = output.readLine();
    }
    assertThat(line).isEqualTo("waiting");
  }

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      return -1; // no such program here
    }
  }
}
