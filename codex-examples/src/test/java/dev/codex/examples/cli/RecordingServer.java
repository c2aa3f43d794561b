package dev.codex.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A Responses endpoint that sends one item after the other and keeps the requests. */
final class RecordingServer implements AutoCloseable {

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger served = new AtomicInteger();
  private final List<String> items;
  private final Map<Integer, Runnable> interludes = new ConcurrentHashMap<>();
  private final HttpServer server;

  private RecordingServer(HttpServer server, List<String> items) {
    this.server = server;
    this.items = items;
  }

  /** Each text answers one request; any further request is answered with status 400. */
  static RecordingServer saying(String... texts) {
    return sending(Stream.of(texts).map(RecordingServer::message).toArray(String[]::new));
  }

  /** The same with whole items, such as {@link #message} and {@link #call}. */
  static RecordingServer sending(String... items) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      RecordingServer server = new RecordingServer(http, List.of(items));
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

  /** Lets something happen before this request is answered. */
  void before(int request, Runnable interlude) {
    interludes.put(request, interlude);
  }

  JsonNode body(int request) {
    return bodies.get(request);
  }

  int requests() {
    return bodies.size();
  }

  String header(int request, String name) {
    return headers.get(request).get(name).get(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    bodies.add(mapper.readTree(exchange.getRequestBody()));
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    int index = served.getAndIncrement();
    interludes.getOrDefault(index, () -> {}).run();
    boolean says = index < items.size();
    byte[] answer = (says
            ? events(items.get(index))
            : "{\"error\":{\"message\":\"nothing left to say\"}}")
        .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(says ? 200 : 400, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  static String message(String text) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("type", "message").put("id", "m").put("role", "assistant");
    item.putArray("content").addObject().put("type", "output_text").put("text", text);
    return item.toString();
  }

  static String call(String function, Map<String, Object> arguments) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "function_call")
        .put("call_id", "call-" + function)
        .put("name", function)
        .put("arguments", new ObjectMapper().valueToTree(arguments).toString())
        .toString();
  }

  static String patch(String text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "custom_tool_call")
        .put("call_id", "call-patch")
        .put("name", "apply_patch")
        .put("input", text)
        .toString();
  }

  private static String events(String item) {
    return """
    data: {"type":"response.output_item.done","item":%s}

    data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":10,\
    "input_tokens_details":{"cached_tokens":4},"output_tokens":3,\
    "output_tokens_details":{"reasoning_tokens":1},"total_tokens":13}}}

    """.formatted(item);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
