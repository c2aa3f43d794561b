package dev.codex.examples.demo;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the {@link StandInModel} as a Responses endpoint on the loopback interface. */
public final class StandInServer implements AutoCloseable {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectMapper mapper = new ObjectMapper();
  private final StandInModel model = new StandInModel();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "stand-in");
    thread.setDaemon(true);
    return thread;
  });

  private StandInServer(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port of 127.0.0.1 until it is closed. */
  public static StandInServer create() {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      StandInServer standIn =
          new StandInServer(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
      standIn.server.createContext("/v1/models", standIn::models);
      standIn.server.createContext("/v1/responses", standIn::respond);
      standIn.server.setExecutor(standIn.threads);
      standIn.server.start();
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to set as {@code base_url}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private void models(HttpExchange exchange) throws IOException {
    ObjectNode list = JSON.objectNode().put("object", "list");
    list.putArray("data").addObject().put("id", "stand-in").put("object", "model");
    send(exchange, "application/json", list.toString());
  }

  private void respond(HttpExchange exchange) throws IOException {
    JsonNode request = mapper.readTree(exchange.getRequestBody());
    ObjectNode item = model.answer(request);
    StringBuilder events = new StringBuilder();
    ObjectNode created = event("response.created");
    created.putObject("response").put("id", "resp_stand_in");
    append(events, created);
    if (item.path("type").asText().equals("message")) {
      deltas(events, item);
    }
    append(events, event("response.output_item.done").set("item", item));
    append(events, completed());
    send(exchange, "text/event-stream", events.toString());
  }

  private static void deltas(StringBuilder events, ObjectNode message) {
    ObjectNode empty = message.deepCopy();
    empty.putArray("content");
    append(events, event("response.output_item.added").set("item", empty));
    String text = message.path("content").path(0).path("text").asText();
    for (String word : text.split("(?<= )")) {
      append(
          events,
          event("response.output_text.delta")
              .put("item_id", message.path("id").asText())
              .put("delta", word));
    }
  }

  /** No tokens were read or written, so none are reported. */
  private static ObjectNode completed() {
    ObjectNode completed = event("response.completed");
    completed
        .putObject("response")
        .put("id", "resp_stand_in")
        .putObject("usage")
        .put("input_tokens", 0)
        .put("output_tokens", 0)
        .put("total_tokens", 0);
    return completed;
  }

  private static ObjectNode event(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static void append(StringBuilder events, JsonNode event) {
    events.append("event: ").append(event.path("type").asText());
    events.append("\ndata: ").append(event).append("\n\n");
  }

  /** Events come in chunks, as from other servers; 0 stands for a length that is not known. */
  private static void send(HttpExchange exchange, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, type.equals("text/event-stream") ? 0 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
