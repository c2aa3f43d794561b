package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.sandbox.remote.HttpAnswer;
import dev.codex.sandbox.remote.HttpCall;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP requests that an executor sends for its client. */
class RemoteHttpTest {

  private final MockWebServer web = new MockWebServer();
  private ExecServer server;
  private RemoteSandbox sandbox;

  @BeforeEach
  void listen() throws IOException {
    web.start();
    server = ExecServer.builder().listen();
    sandbox = RemoteSandbox.connect(server.url());
  }

  @AfterEach
  void close() {
    sandbox.close();
    server.close();
    web.close();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + web.getPort() + path);
  }

  @Test
  void aRequestGoesAsItIsAndTheAnswerComesAsItIs() throws Exception {
    web.enqueue(new MockResponse.Builder()
        .code(418)
        .addHeader("X-Twice", "1")
        .addHeader("X-Twice", "2")
        .body("short and stout")
        .build());

    HttpAnswer answer = sandbox.http(HttpCall.builder()
        .method("PUT")
        .url(url("/tea?pot=1"))
        .addHeaders(Map.entry("X-A", "1"), Map.entry("X-A", "2"))
        .body("milk".getBytes(StandardCharsets.UTF_8))
        .build());

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("short and stout");
    assertThat(answer.headers()).contains(Map.entry("X-Twice", "1"), Map.entry("X-Twice", "2"));
    RecordedRequest request = web.takeRequest();
    assertThat(request.getMethod()).isEqualTo("PUT");
    assertThat(request.getTarget()).isEqualTo("/tea?pot=1");
    assertThat(request.getHeaders().values("X-A")).containsExactly("1", "2");
    assertThat(request.getBody().utf8()).isEqualTo("milk");
  }

  @Test
  void redirectsAreFollowedOnlyWhenAskedFor() throws Exception {
    MockResponse away =
        new MockResponse.Builder().code(302).addHeader("Location", "/there").build();
    web.enqueue(away);
    web.enqueue(away);
    web.enqueue(new MockResponse.Builder().body("arrived").build());

    assertThat(sandbox.http(HttpCall.get(url("/"))).status()).isEqualTo(302);
    HttpAnswer followed =
        sandbox.http(HttpCall.builder().url(url("/")).followsRedirects(true).build());
    assertThat(followed.body()).asString(StandardCharsets.UTF_8).isEqualTo("arrived");
  }

  @Test
  void whatDoesNotAnswerIsAFailureOfThisRequestOnly() throws Exception {
    web.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    HttpCall slow =
        HttpCall.builder().url(url("/")).timeout(Duration.ofMillis(200)).build();

    assertThatThrownBy(() -> sandbox.http(slow))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("http/request failed");
    assertThatThrownBy(() -> sandbox.http(HttpCall.get(URI.create("http://127.0.0.1:1/"))))
        .hasMessageContaining("http/request failed");
    assertThatThrownBy(() -> sandbox.http(HttpCall.get(URI.create("file:///etc/passwd"))))
        .hasMessageContaining("only supports http and https");
    web.enqueue(new MockResponse.Builder().body("well").build());
    assertThat(sandbox.http(HttpCall.get(url("/"))).status()).isEqualTo(200);
  }

  private static String ask(URI url, String id) {
    return "{\"method\":\"GET\",\"url\":\"" + url + "\",\"headers\":[],\"requestId\":\"" + id
        + "\",\"streamResponse\":true}";
  }

  /** What came in pieces, after checking their numbers. */
  private static byte[] pieces(RawClient client, String id) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (long expected = 1; ; expected++) {
      JsonNode params = client.next().path("params");
      assertThat(params.path("requestId").asText()).isEqualTo(id);
      assertThat(params.path("seq").asLong()).isEqualTo(expected);
      body.writeBytes(params.path("deltaBase64").binaryValue());
      if (params.path("done").asBoolean()) {
        return body.toByteArray();
      }
    }
  }

  @Test
  void aLongAnswerComesInNumberedPieces() throws Exception {
    String text = "0123456789".repeat(30_000);
    web.enqueue(new MockResponse.Builder().body(text).build());
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();

      JsonNode head = client.call("http/request", ask(url("/"), "r")).path("result");

      assertThat(head.path("status").asInt()).isEqualTo(200);
      assertThat(head.path("bodyBase64").asText()).isEmpty();
      assertThat(pieces(client, "r")).asString(StandardCharsets.UTF_8).isEqualTo(text);
    }
  }

  @Test
  void anIdThatIsStreamingCannotBeUsedTwice() throws Exception {
    web.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();
      client.send("{\"id\":900,\"method\":\"http/request\",\"params\":" + ask(url("/"), "r") + "}");

      JsonNode second = client.call("http/request", ask(url("/"), "r"));

      assertThat(second.path("error").path("code").asInt()).isEqualTo(-32602);
      assertThat(second.path("error").path("message").asText()).contains("already streaming");
    }
  }
}
