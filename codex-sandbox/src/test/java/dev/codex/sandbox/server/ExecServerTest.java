package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions and processes, as a client sees them on the wire. */
class ExecServerTest {

  private ExecServer server;

  private RawClient client() throws Exception {
    if (server == null) {
      server = ExecServer.builder().listen();
    }
    return RawClient.connect(server.url());
  }

  private void limits(ServerLimits.Builder limits) throws IOException {
    server = ExecServer.builder().limits(limits.build()).listen();
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private static String error(JsonNode answer) {
    return answer.path("error").path("code").asInt() + " "
        + answer.path("error").path("message").asText();
  }

  private static String text(JsonNode notice) throws IOException {
    return new String(notice.path("params").path("chunk").binaryValue(), StandardCharsets.UTF_8);
  }

  @Test
  void methodsWaitForTheHandshake() throws Exception {
    try (RawClient client = client()) {
      assertThat(error(client.start("p", "true")))
          .isEqualTo("-32600 client must call initialize before using exec methods");
      assertThat(client.call("initialize", "{\"clientName\":\"x\"}").has("result"))
          .isTrue();
      assertThat(error(client.call("fs/close", "{\"handleId\":\"h\"}")))
          .isEqualTo("-32600 client must send initialized before using filesystem methods");
      assertThat(error(client.call("initialize", "{\"clientName\":\"x\"}")))
          .isEqualTo("-32600 initialize may only be sent once per connection");
    }
  }

  @Test
  void aProcessIsStartedFollowedAndRead() throws Exception {
    try (RawClient client = client()) {
      client.begin();

      assertThat(client
              .start("p", "echo out; exit 7")
              .path("result")
              .path("processId")
              .asText())
          .isEqualTo("p");
      assertThat(text(client.await("process/output", "p"))).isEqualTo("out\n");
      assertThat(client.await("process/exited", "p").path("params"))
          .isEqualTo(RawClient.json(
              "{\"processId\":\"p\",\"seq\":2,\"exitCode\":7,\"sandboxDenied\":false}"));
      assertThat(client.await("process/closed", "p").path("params").path("seq").asInt())
          .isEqualTo(3);
      assertThat(client.call("process/read", "{\"processId\":\"p\"}").path("result"))
          .isEqualTo(RawClient.json("{\"chunks\":[{\"seq\":1,\"stream\":\"stdout\",\"chunk\":"
              + "\"b3V0Cg==\"}],\"nextSeq\":4,\"exited\":true,\"exitCode\":7,\"closed\":true,"
              + "\"failure\":null,\"sandboxDenied\":false}"));
      assertThat(error(client.start("p", "true"))).isEqualTo("-32600 process p already exists");
    }
  }

  @Test
  void aWriteThatWasSeenBeforeIsNotMadeAgain() throws Exception {
    try (RawClient client = client()) {
      client.begin();
      client.start("cat", "cat");
      String write = "{\"processId\":\"cat\",\"chunk\":\""
          + Base64.getEncoder().encodeToString("once\n".getBytes(StandardCharsets.UTF_8))
          + "\",\"writeId\":\"1\"}";

      assertThat(
              client.call("process/write", write).path("result").path("status").asText())
          .isEqualTo("accepted");
      assertThat(
              client.call("process/write", write).path("result").path("status").asText())
          .isEqualTo("accepted");
      client.call("process/closeStdin", "{\"processId\":\"cat\"}");
      client.await("process/closed", "cat");

      JsonNode all = client.call("process/read", "{\"processId\":\"cat\"}").path("result");
      assertThat(all.path("chunks")).hasSize(1);
      assertThat(all.path("chunks").get(0).path("chunk").binaryValue())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("once\n");
    }
  }

  @Test
  void aSessionOutlivesItsConnection() throws Exception {
    String session;
    try (RawClient client = client()) {
      session = client.begin();
      client.start("p", "echo one; read x; echo two");
      client.await("process/output", "p");
    }

    try (RawClient client = client()) {
      resume(client, session);
      JsonNode kept = client.call("process/read", "{\"processId\":\"p\",\"afterSeq\":0}");
      assertThat(kept.path("result").path("chunks")).hasSize(1);
      client.call("process/write", "{\"processId\":\"p\",\"chunk\":\"Cg==\",\"writeId\":\"1\"}");
      client.await("process/closed", "p");
      assertThat(client.notifications)
          .anySatisfy(notice -> assertThat(text(notice)).isEqualTo("two\n"));
    }
  }

  /** The server may not have noticed yet that the old connection is gone. */
  private static void resume(RawClient client, String session) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      JsonNode answer = client.call(
          "initialize", "{\"clientName\":\"x\",\"resumeSessionId\":\"" + session + "\"}");
      if (answer.has("result")) {
        client.send("{\"method\":\"initialized\"}");
        return;
      }
      assertThat(error(answer)).startsWith("-32010 ");
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void aLiveConnectionKeepsItsSession() throws Exception {
    try (RawClient first = client();
        RawClient second = client()) {
      String session = first.begin();

      assertThatThrownBy(() -> second.begin("\"" + session + "\""))
          .hasMessageContaining("-32010")
          .hasMessageContaining("already attached to another connection");

      assertThat(first
              .call("environment/status", "{}")
              .path("result")
              .path("status")
              .asText())
          .isEqualTo("ready");
    }
  }

  @Test
  void aConnectionThatShowsNoSignOfLifeGivesWay() throws Exception {
    client().close();
    try (SilentClient silent = SilentClient.connect(server.url());
        RawClient back = client()) {
      resume(back, silent.session());
    }
  }

  @Test
  void aSessionThatNobodyComesBackToIsEndedWithItsProcesses() throws Exception {
    limits(ServerLimits.builder().sessionRetention(Duration.ofMillis(200)));
    String session;
    ProcessHandle process;
    try (RawClient client = client()) {
      session = client.begin();
      client.start("p", "echo $$; exec sleep 1000");
      process = ProcessHandle.of(
              Long.parseLong(text(client.await("process/output", "p")).strip()))
          .orElseThrow();
    }

    process.onExit().get(20, TimeUnit.SECONDS);

    try (RawClient client = client()) {
      assertThatThrownBy(() -> client.begin("\"" + session + "\""))
          .hasMessageContaining("unknown session id");
    }
  }

  @Test
  void closingTheServerEndsWhatRuns() throws Exception {
    RawClient client = client();
    client.begin();
    client.start("p", "echo $$; exec sleep 1000");
    ProcessHandle process = ProcessHandle.of(
            Long.parseLong(text(client.await("process/output", "p")).strip()))
        .orElseThrow();

    server.close();

    process.onExit().get(20, TimeUnit.SECONDS);
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void outputIsKeptUpToTheLimit() throws Exception {
    limits(ServerLimits.builder().retainedOutputBytes(100_000));
    String session;
    try (RawClient client = client()) {
      session = client.begin();
      client.start("p", "read x; head -c 1000000 /dev/zero; echo; echo end");
      client.call("process/write", "{\"processId\":\"p\",\"chunk\":\"Cg==\",\"writeId\":\"1\"}");
      client.await("process/closed", "p");
    }
    try (RawClient client = client()) {
      resume(client, session);
      JsonNode kept =
          client.call("process/read", "{\"processId\":\"p\",\"afterSeq\":0}").path("result");

      long bytes = 0;
      for (JsonNode chunk : kept.path("chunks")) {
        bytes += chunk.path("chunk").binaryValue().length;
      }
      assertThat(bytes).isBetween(1L, 100_000L);
      assertThat(kept.path("chunks").get(0).path("seq").asLong()).isGreaterThan(1);
    }
  }

  @Test
  void listeningForOthersNeedsAToken() {
    assertThatThrownBy(() ->
            ExecServer.builder().address(new InetSocketAddress("0.0.0.0", 0)).listen())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("capabilityToken");
  }
}
