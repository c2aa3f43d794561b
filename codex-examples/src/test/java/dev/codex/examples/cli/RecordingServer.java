package dev.codex.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A Responses endpoint that says one text after the other and keeps the requests. */
final class RecordingServer implements AutoCloseable {

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger served = new AtomicInteger();
  private final List<String> texts;
  private final HttpServer server;

  private RecordingServer(HttpServer server, List<String> texts) {
    this.server = server;
    this.texts = texts;
  }

  /** Each text answers one request; any further request is answered with status 400. */
  static RecordingServer saying(String... texts) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      RecordingServer server = new RecordingServer(http, List.of(texts));
      http.createContext("/v1/responses", server::respond);
      http.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  JsonNode body(int request) {
    return bodies.get(request);
  }

  String header(int request, String name) {
    return headers.get(request).get(name).get(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    bodies.add(mapper.readTree(exchange.getRequestBody()));
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    int index = served.getAndIncrement();
    boolean says = index < texts.size();
    byte[] answer = (says
            ? events(mapper.writeValueAsString(texts.get(index)))
            : "{\"error\":{\"message\":\"nothing left to say\"}}")
        .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(says ? 200 : 400, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  private static String events(String text) {
    return """
    data: {"type":"response.output_item.done","item":{"type":"message","id":"m","role":"assistant",\
    "content":[{"type":"output_text","text":%s}]}}

    data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":10,\
    "input_tokens_details":{"cached_tokens":4},"output_tokens":3,\
    "output_tokens_details":{"reasoning_tokens":1},"total_tokens":13}}}

    """.formatted(text);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
