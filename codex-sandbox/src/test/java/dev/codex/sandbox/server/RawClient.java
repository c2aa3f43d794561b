package dev.codex.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.WebSocketLink;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends what a test wants, right or wrong, and keeps what comes back. */
final class RawClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WebSocketLink.Client SOCKETS =
      new WebSocketLink.Client(Duration.ofSeconds(10));

  final List<JsonNode> notifications = new ArrayList<>();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Link link;
  private int lastId;

  private RawClient(URI url, Map<String, String> headers) throws IOException {
    link = SOCKETS.open(url, headers, new Link.Listener() {
      @Override
      public void message(byte[] message) {
        try {
          messages.add(JSON.readTree(message));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void closed(String reason) {
        closed.countDown();
      }
    });
  }

  static RawClient connect(URI url) throws IOException {
    return new RawClient(url, Map.of());
  }

  static RawClient connect(URI url, String token) throws IOException {
    return new RawClient(url, Map.of("Authorization", "Bearer " + token));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  void send(String message) throws IOException {
    link.send(message.getBytes(StandardCharsets.UTF_8));
  }

  JsonNode next() throws InterruptedException {
    JsonNode message = messages.poll(20, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message came");
    }
    return message;
  }

  /** Sends a request and gives the answer; notifications before it are kept. */
  JsonNode call(String method, String params) throws Exception {
    int id = ++lastId;
    send("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    while (true) {
      JsonNode message = next();
      if (message.path("id").asInt(0) == id || message.path("id").asInt(0) == -1) {
        return message;
      }
      notifications.add(message);
    }
  }

  /** Begins a session; its id. */
  String begin() throws Exception {
    return begin("null");
  }

  /** Goes on with a session, given as JSON. */
  String begin(String resume) throws Exception {
    JsonNode answer =
        call("initialize", "{\"clientName\":\"test\",\"resumeSessionId\":" + resume + "}");
    if (answer.has("error")) {
      throw new IllegalStateException(answer.path("error").toString());
    }
    send("{\"method\":\"initialized\",\"params\":{}}");
    return answer.path("result").path("sessionId").asText();
  }

  JsonNode start(String id, String script) throws Exception {
    return call(
        "process/start",
        "{\"processId\":\"" + id + "\",\"argv\":[\"/bin/sh\",\"-c\","
            + JSON.writeValueAsString(script)
            + "],\"cwd\":\"file:///tmp\",\"env\":{\"PATH\":\"/usr/bin:/bin\"},\"tty\":false,"
            + "\"pipeStdin\":true}");
  }

  /** Waits for a notification of this kind about the process. */
  JsonNode await(String method, String id) throws InterruptedException {
    for (JsonNode kept : notifications) {
      if (is(kept, method, id)) {
        return kept;
      }
    }
    while (true) {
      JsonNode message = next();
      notifications.add(message);
      if (is(message, method, id)) {
        return message;
      }
    }
  }

  private static boolean is(JsonNode message, String method, String id) {
    return message.path("method").asText().equals(method)
        && message.path("params").path("processId").asText().equals(id);
  }

  boolean isClosed() throws InterruptedException {
    return closed.await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    link.close();
  }
}
