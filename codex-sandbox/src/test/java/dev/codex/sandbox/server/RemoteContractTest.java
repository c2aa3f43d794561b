package dev.codex.sandbox.server;

import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RemoteSandbox;
import dev.codex.testing.contract.SandboxContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A remote sandbox keeps every promise of a local one. */
class RemoteContractTest {

  @TempDir
  private Path directory;

  private ExecServer server;
  private RemoteSandbox sandbox;

  @BeforeEach
  void listen() throws IOException {
    server = ExecServer.fromEnvironment().capabilityToken("sesame").listen();
    sandbox = RemoteSandbox.builder().url(server.url()).bearerToken("sesame").build();
  }

  @AfterEach
  void close() {
    sandbox.close();
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return SandboxContract.of(sandbox, SandboxPolicy.dangerFullAccess(), directory)
        .checks()
        .stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
  }
}
