package dev.codex.sandbox.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.internal.rpc.RpcConnection;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.server.ExecServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left on a real executor when a call to it ends in the middle. */
class InterruptedCallsTest {

  private static final SandboxPolicy POLICY = SandboxPolicy.dangerFullAccess();

  @TempDir
  private Path directory;

  private ExecServer server;
  private ExecClient client;

  @BeforeEach
  void connect() throws IOException {
    server = ExecServer.fromEnvironment().listen();
    RecoveryTimes times = RecoveryTimes.standard();
    Connector connector = new WebSocketConnector(server.url(), Map.of(), times);
    client = new ExecClient(new ExecClient.Surroundings(connector, times, Pace.REAL));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
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
}
