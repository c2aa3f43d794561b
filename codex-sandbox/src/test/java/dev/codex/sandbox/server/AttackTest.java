package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.WebSocketLink;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and that the server is well afterwards. */
class AttackTest {

  private static final byte[] SECRET =
      "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir
  private Path directory;

  private ExecServer server;

  @AfterEach
  void close() {
    server.close();
  }

  private void assertHealthy(String token) throws Exception {
    try (RawClient client = RawClient.connect(server.url(), token)) {
      client.begin();
      assertThat(client
              .call("environment/status", "{}")
              .path("result")
              .path("status")
              .asText())
          .isEqualTo("ready");
    }
  }

  @Test
  void onlyTheTokenOpens() throws Exception {
    server = ExecServer.builder().capabilityToken("sesame").listen();

    for (String token : List.of("", "Sesame", "sesame2", "x".repeat(10_000))) {
      assertThatThrownBy(() -> RawClient.connect(server.url(), token))
          .isInstanceOfSatisfying(
              WebSocketLink.UpgradeException.class,
              refused -> assertThat(refused.status()).isEqualTo(401));
    }
    assertThatThrownBy(() -> RawClient.connect(server.url())).hasMessageContaining("401");
    assertHealthy("sesame");
  }

  private static String jwt(String header, String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String signed = encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return signed
          + "."
          + encoder.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String token(String subject, long secondsLeft, String more) {
    return jwt(
        "{\"alg\":\"HS256\"}",
        "{\"sub\":\"" + subject + "\",\"exp\":" + (Instant.now().getEpochSecond() + secondsLeft)
            + more + "}");
  }

  @Test
  void signedTokensMustBeInOrder() throws Exception {
    server = ExecServer.builder()
        .signedBearer(SignedBearer.builder()
            .secret(SECRET)
            .issuer("us")
            .audience("executors")
            .build())
        .listen();
    String good = ",\"iss\":\"us\",\"aud\":[\"others\",\"executors\"]";
    String unsigned = jwt("{\"alg\":\"none\"}", "{\"exp\":99999999999}");
    List<String> bad = List.of(
        token("a", -90, good),
        token("a", 60, ""),
        token("a", 60, ",\"iss\":\"them\",\"aud\":\"executors\""),
        token("a", 60, ",\"iss\":\"us\",\"aud\":\"others\""),
        jwt("{\"alg\":\"HS256\"}", "{\"sub\":\"a\",\"iss\":\"us\",\"aud\":\"executors\"}"),
        unsigned,
        token("a", 60, good) + "x",
        "a.b.c",
        "...");

    for (String token : bad) {
      assertThatThrownBy(() -> RawClient.connect(server.url(), token)).hasMessageContaining("401");
    }
    assertHealthy(token("a", 60, good));
    assertHealthy(token("a", -20, good));
  }

  @Test
  void somebodyElsesSessionIsUnknown() throws Exception {
    server = ExecServer.builder()
        .signedBearer(SignedBearer.builder().secret(SECRET).build())
        .listen();
    String session;
    try (RawClient owner = RawClient.connect(server.url(), token("owner", 60, ""))) {
      session = owner.begin();

      try (RawClient thief = RawClient.connect(server.url(), token("thief", 60, ""))) {
        assertThatThrownBy(() -> thief.begin("\"" + session + "\""))
            .hasMessageContaining("unknown session id");
      }
    }
  }

  private String http(String request) throws IOException {
    URI url = server.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /readyz HTTP/1.1 |  | 200",
        "GET /readyz HTTP/1.1 | Origin: http://evil | 403",
        "GET / HTTP/1.1 | Origin: null | 403",
        "GET / HTTP/1.1 | | 400",
        "GET /livez HTTP/1.1 | | 404",
        "POST / HTTP/1.1 | | 405",
        "nonsense | | 400",
        "GET / HTTP/1.1 | :x | 400",
      })
  void requestsThatAreNoneOfOursAreRefused(String line, String header, String status)
      throws Exception {
    server = ExecServer.builder().listen();

    String head = line + "\r\n" + (header == null ? "" : header + "\r\n") + "\r\n";

    assertThat(http(head)).startsWith("HTTP/1.1 " + status + " ");
    assertHealthy("");
  }

  @Test
  void endlessHeadersAreCutOff() throws Exception {
    server = ExecServer.builder().listen();

    assertThat(http("GET / HTTP/1.1\r\nX: " + "x".repeat(17_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertHealthy("");
  }

  @Test
  void endlessHandshakesGiveWayToOthers() throws Exception {
    server = ExecServer.builder()
        .limits(ServerLimits.builder()
            .maxConnections(4)
            .handshakeTimeout(Duration.ofMillis(200))
            .build())
        .listen();
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket(server.url().getHost(), server.url().getPort());
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      idle.add(socket);
    }

    for (Socket socket : idle) {
      assertThat(endOf(socket)).isTrue();
      socket.close();
    }
    assertHealthy("");
  }

  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  @Test
  void anOversizedMessageEndsItsConnectionOnly() throws Exception {
    server = ExecServer.builder()
        .limits(ServerLimits.builder().maxMessageBytes(1 << 20).build())
        .listen();
    try (RawClient other = RawClient.connect(server.url());
        RawClient client = RawClient.connect(server.url())) {
      other.begin();
      client.begin();

      client.send("\"" + "x".repeat(1 << 20) + "\"");

      assertThat(client.isClosed()).isTrue();
      assertThat(other.call("environment/status", "{}").has("result")).isTrue();
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredAndForgiven() throws Exception {
    server = ExecServer.builder().listen();
    try (RawClient client = RawClient.connect(server.url())) {
      for (String text : List.of(
          "{",
          "[]",
          "1",
          "{\"id\":{}}",
          "[".repeat(1000),
          "{\"id\":1,\"params\":[" + "0,".repeat(300_000) + "0]}")) {
        client.send(text);
        JsonNode answer = client.next();
        assertThat(answer.path("id").asInt()).isEqualTo(-1);
        assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32600);
      }
      client.begin();
    }
  }

  @Test
  void whatNobodyAskedForEndsTheConnection() throws Exception {
    server = ExecServer.builder().listen();
    for (String text :
        List.of("{\"method\":\"initialized\"}", "{\"method\":\"x\"}", "{\"id\":9,\"result\":{}}")) {
      try (RawClient client = RawClient.connect(server.url())) {
        client.send(text);
        assertThat(client.isClosed()).isTrue();
      }
    }
    assertHealthy("");
  }

  @Test
  void noPathLeadsOutOfThePolicy() throws Exception {
    server = ExecServer.builder().listen();
    Path root = Files.createDirectories(directory.resolve("root"));
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    String sandbox = "\"sandbox\":{\"permissions\":{\"type\":\"managed\",\"file_system\":{\"type\":"
        + "\"restricted\",\"entries\":[{\"path\":{\"type\":\"special\",\"value\":{\"kind\":"
        + "\"root\"}},\"access\":\"read\"},{\"path\":{\"type\":\"special\",\"value\":{\"kind\":"
        + "\"project_roots\"}},\"access\":\"write\"}]},\"network\":\"restricted\"},"
        + "\"cwd\":\"file://"
        + root + "\",\"workspaceRoots\":[\"file://" + root + "\"]}";
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();
      for (String name : List.of(
          "../outside/f",
          "link/f",
          "%2e%2e/outside/f",
          "x/../../outside/f",
          ".git/config",
          "link/../../outside/f")) {
        JsonNode answer = client.call(
            "fs/writeFile",
            "{\"path\":\"file://" + root + "/" + name + "\",\"dataBase64\":\"eA==\"," + sandbox
                + "}");
        assertThat(answer.path("error").path("code").asInt()).as(name).isIn(-32603, -32004);
      }
      assertThat(client
              .call("fs/remove", "{\"path\":\"file://" + outside + "\"," + sandbox + "}")
              .has("error"))
          .isTrue();
      assertThat(client
              .call("fs/readFile", "{\"path\":\"file://host/etc/passwd\"}")
              .has("error"))
          .isTrue();
      assertThat(outside).isEmptyDirectory();
      assertThat(client
              .call(
                  "fs/writeFile",
                  "{\"path\":\"file://" + root + "/ok\",\"dataBase64\":\"eA==\"," + sandbox + "}")
              .has("result"))
          .isTrue();
    }
  }

  @Test
  void aBlockFarBehindTheEndIsRefused() throws Exception {
    server = ExecServer.builder().listen();
    Path file = directory.resolve("file");
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();
      for (long offset : List.of(512L << 20, 1L << 40, Long.MAX_VALUE)) {
        client.call(
            "fs/open",
            "{\"handleId\":\"h\",\"mode\":\"replace\",\"path\":\"file://" + file + "\"}");
        JsonNode answer = client.call(
            "fs/writeBlock", "{\"handleId\":\"h\",\"offset\":" + offset + ",\"chunk\":\"eA==\"}");
        assertThat(answer.path("error").path("message").asText())
            .startsWith("file is too large to write");
        client.call("fs/close", "{\"handleId\":\"h\"}");
        assertThat(file).doesNotExist(); // half of it would be worse than nothing
      }
    }
  }

  @Test
  void aSandboxThatIsNotUnderstoodIsRefused() throws Exception {
    server = ExecServer.builder().listen();
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();
      for (String sandbox : List.of(
          "{}",
          "{\"permissions\":{\"type\":\"newer\"}}",
          "{\"permissions\":{\"type\":\"managed\",\"file_system\":{\"type\":\"restricted\","
              + "\"entries\":[]},\"network\":\"restricted\"}}",
          "{\"permissions\":{\"type\":\"managed\",\"file_system\":{\"type\":\"restricted\","
              + "\"entries\":[{\"path\":{\"type\":\"special\",\"value\":{\"kind\":\"root\"}},"
              + "\"access\":\"write\"}]},\"network\":\"restricted\"}}")) {
        JsonNode answer = client.call(
            "process/start",
            "{\"processId\":\"p\",\"argv\":[\"true\"],\"cwd\":\"file:///tmp\",\"env\":{},"
                + "\"tty\":false,\"sandbox\":" + sandbox + "}");
        assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32603);
        assertThat(answer.path("error").path("message").asText())
            .startsWith("sandbox unavailable: ");
      }
    }
  }
}
