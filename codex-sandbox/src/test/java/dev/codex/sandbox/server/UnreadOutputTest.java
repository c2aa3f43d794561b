package dev.codex.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command whose output nobody reads, beside others on the same connection. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UnreadOutputTest {

  private static final long BYTES = 60 << 20;
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir
  private Path directory;

  private ExecServer server;
  private CuttableProxy network;
  private RemoteSandbox sandbox;

  @BeforeEach
  void connect() throws IOException {
    server = ExecServer.fromEnvironment().listen();
    network = new CuttableProxy(server.url());
    sandbox = RemoteSandbox.connect(network.url());
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
    network.close();
    server.close();
  }

  private RunningCommand start(String script) {
    return sandbox.start(
        Command.of(directory, "/bin/sh", "-c", script), SandboxPolicy.dangerFullAccess());
  }

  private RunningCommand loud() {
    return start("head -c " + BYTES + " /dev/zero; touch written; echo end");
  }

  private void othersGoOn(int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      try (RunningCommand other = start("echo other " + i)) {
        assertThat(other.output().readAllBytes()).asString(UTF_8).isEqualTo("other " + i + "\n");
        assertThat(other.waitFor(LONG)).isEqualTo(OptionalInt.of(0));
      }
    }
  }

  private static long count(InputStream output) throws IOException {
    long read = 0;
    byte[] buffer = new byte[1 << 16];
    for (int length; (length = output.read(buffer)) >= 0; ) {
      read += length;
    }
    return read;
  }

  /** Each answer comes behind the output that was sent before it, so asking is waiting for some. */
  private void awaitUnread(RunningCommand command) throws IOException {
    Path file = Files.writeString(directory.resolve("asked"), "for");
    FileAccess files = sandbox.files(SandboxPolicy.dangerFullAccess());
    while (command.output().available() < 8 << 20) {
      assertThat(files.read(file)).asString(UTF_8).isEqualTo("for");
    }
  }

  @Test
  void othersGoOnAndTheCommandWaitsForItsReader() throws Exception {
    try (RunningCommand loud = loud()) {
      awaitUnread(loud);
      othersGoOn(20);

      assertThat(directory.resolve("written")).doesNotExist();
      assertThat(count(loud.output())).isEqualTo(BYTES + 4);
      assertThat(loud.waitFor(LONG)).isEqualTo(OptionalInt.of(0));
    }
  }

  @Test
  void itGoesOnOverANewConnection() throws Exception {
    try (RunningCommand loud = loud();
        RunningCommand gate = start("read x; echo open")) {
      awaitUnread(loud);
      othersGoOn(3); // whatever was under way has come by now
      network.cut();
      network.heal();
      gate.input().write('\n');
      gate.input().flush();
      assertThat(gate.output().readAllBytes()).asString(UTF_8).isEqualTo("open\n");

      assertThat(directory.resolve("written")).doesNotExist();
      assertThat(count(loud.output())).isEqualTo(BYTES + 4);
      assertThat(loud.waitFor(LONG)).isEqualTo(OptionalInt.of(0));
    }
  }

  @Test
  void itRunsToItsEndWhenNobodyWantsItsOutputAnyMore() throws Exception {
    try (RunningCommand loud = loud()) {
      awaitUnread(loud);

      loud.output().close();

      assertThat(loud.waitFor(LONG)).isEqualTo(OptionalInt.of(0));
      assertThat(Files.exists(directory.resolve("written"))).isTrue();
    }
  }

  @Test
  void norIsItStuckIfThatCouldNotBeSaidAtOnce() throws Exception {
    try (RunningCommand loud = loud()) {
      awaitUnread(loud);
      othersGoOn(3); // whatever was under way has come by now
      network.cut();

      loud.output().close();
      network.heal();

      assertThat(loud.waitFor(LONG)).isEqualTo(OptionalInt.of(0));
      assertThat(directory.resolve("written")).exists();
    }
  }

  @Test
  void itCanBeKilled() throws Exception {
    try (RunningCommand loud = loud()) {
      awaitUnread(loud);

      loud.kill();

      long read = count(loud.output());
      assertThat(read).isBetween(8L << 20, BYTES);
      assertThat(loud.waitFor(LONG)).isEqualTo(OptionalInt.of(137));
    }
  }
}
