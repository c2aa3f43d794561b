package dev.codex.sandbox.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.internal.rpc.RpcConnection;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.server.ExecServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left on a real executor when a call to it ends in the middle. */
class InterruptedCallsTest {

  private static final SandboxPolicy POLICY = SandboxPolicy.dangerFullAccess();
  private static final int LARGE = 9 << 20;

  @TempDir
  private Path directory;

  private ExecServer server;
  private ExecClient client;
  private UnaryOperator<String> tap = UnaryOperator.identity();

  @BeforeEach
  void connect() throws IOException {
    server = ExecServer.fromEnvironment().listen();
    RecoveryTimes times = RecoveryTimes.standard();
    Connector real = new WebSocketConnector(server.url(), Map.of(), times);
    Connector tapped = new TappedConnector(real, message -> tap.apply(message));
    client = new ExecClient(new ExecClient.Surroundings(tapped, times, Pace.REAL));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static boolean calls(String message, String method) {
    return message.contains("\"method\":\"" + method + "\"");
  }

  private static UnaryOperator<String> interruptAt(String method) {
    return message -> {
      if (calls(message, method)) {
        Thread.currentThread().interrupt();
      }
      return message;
    };
  }

  @Test
  void anInterruptedThreadDoesNotBreakTheConnectionOfOthers() throws Exception {
    FileCalls calls = new FileCalls(client, POLICY);
    RpcConnection connection = client.ready().connection();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> calls.metadata(directory)).isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(connection.isOpen()).isTrue();
    assertThat(client.connectionNow()).isSameAs(connection);
  }

  @Test
  void aCommandWhoseStartIsInterruptedIsEndedAndNotSaidToHaveNotRun() throws Exception {
    RemoteSandbox sandbox = new RemoteSandbox(client, EnvironmentPolicy.standard(), "here");
    String mark = directory.toString();
    Command command = Command.of(directory, "/bin/sh", "-c", "sleep 1000; : " + mark);
    tap = interruptAt("process/start");

    assertThatThrownBy(() -> sandbox.start(command, POLICY))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("Whether the command ran is not known");

    assertThat(Thread.interrupted()).isTrue();
    JsonNode unused = new FileCalls(client, POLICY).metadata(directory); // answered in order
    List<ProcessHandle> left = ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .toList();
    for (ProcessHandle process : left) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aLargeWriteThatIsInterruptedLeavesTheOldFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    FileCalls calls = new FileCalls(client, POLICY);
    tap = interruptAt("fs/writeBlock");

    assertThatThrownBy(() -> calls.write(file, new byte[LARGE]))
        .isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls.metadata(file).path("size").asLong()).isEqualTo(3);
    assertThat(file).hasContent("old");
  }

  @Test
  void manyInterruptedWritesLeaveRoomForAnother() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    FileCalls calls = new FileCalls(client, POLICY);
    byte[] large = new byte[LARGE];

    for (int i = 0; i < 130; i++) { // an executor has 128 handles for a connection
      tap = interruptAt("fs/writeBlock");
      assertThatThrownBy(() -> calls.write(file, large)).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    tap = UnaryOperator.identity();
    calls.write(file, large);

    assertThat(file).hasSize(LARGE);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aLargeWriteOfWhichABlockIsRefusedLeavesTheOldFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    FileCalls calls = new FileCalls(client, POLICY);
    tap = message -> message.contains("\"offset\":" + (1 << 20))
        ? message.replace("\"chunk\":\"", "\"chunk\":\"?")
        : message;

    assertThatThrownBy(() -> calls.write(file, new byte[LARGE]))
        .isInstanceOf(FileSystemException.class);

    assertThat(calls.metadata(file).path("size").asLong()).isEqualTo(3);
    assertThat(file).hasContent("old");
  }
}
