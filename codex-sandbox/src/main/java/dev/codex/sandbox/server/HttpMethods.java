package dev.codex.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.HttpForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** HTTP requests that clients send from here. */
final class HttpMethods {

  private static final int MAX_BODY = 64 << 20;
  private static final int PIECE = 48 << 10;

  private final HttpForward forward = new HttpForward();
  private final Executor threads;
  private final Set<String> streams = ConcurrentHashMap.newKeySet();

  HttpMethods(Executor threads) {
    this.threads = threads;
  }

  void handle(ClientConnection client, String method, Params params, Reply reply) throws Refusal {
    if (!method.equals("http/request")) {
      throw Methods.unknown(method);
    }
    HttpForward.Request request = request(params);
    String id = params.text("requestId");
    boolean streamed = params.flagOr("streamResponse", false);
    if (streamed && !streams.add(client.session().id() + "/" + id)) {
      throw Refusal.params("http/request " + id + " is already streaming");
    }
    threads.execute(() -> {
      try (HttpForward.Answer answer = forward.send(request)) {
        if (streamed) {
          reply.result(json -> write(json, answer, new byte[0]));
          stream(client, id, answer.body());
        } else {
          byte[] body = answer.body().readNBytes(MAX_BODY + 1);
          if (body.length > MAX_BODY) {
            throw new IOException("the answer has more than " + MAX_BODY + " bytes");
          }
          reply.result(json -> write(json, answer, body));
        }
      } catch (IOException e) {
        reply.refuse(Refusal.internal("http/request failed: error sending request for url ("
            + request.url() + "): " + e.getMessage()));
      } finally {
        streams.remove(client.session().id() + "/" + id);
      }
    });
  }

  private static HttpForward.Request request(Params params) throws Refusal {
    URI url;
    try {
      url = URI.create(params.text("url"));
    } catch (IllegalArgumentException e) {
      throw Refusal.params("http/request needs a URL");
    }
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw Refusal.params("http/request only supports http and https URLs, got " + scheme);
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (JsonNode header : params.json().path("headers")) {
      headers.add(Map.entry(header.path("name").asText(), header.path("value").asText()));
    }
    OptionalLong timeout = params.number("timeoutMs");
    return new HttpForward.Request(
        params.text("method"),
        url,
        headers,
        params.has("bodyBase64") ? params.bytes("bodyBase64") : new byte[0],
        timeout.isPresent() ? Duration.ofMillis(timeout.getAsLong()) : Duration.ZERO,
        params.textOr("redirectPolicy", "follow").equals("follow"));
  }

  private static void write(
      com.fasterxml.jackson.core.JsonGenerator json, HttpForward.Answer answer, byte[] body)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("status", answer.status());
    json.writeArrayFieldStart("headers");
    for (Map.Entry<String, String> header : answer.headers()) {
      json.writeStartObject();
      json.writeStringField("name", header.getKey());
      json.writeStringField("value", header.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBinaryField("bodyBase64", body);
    json.writeEndObject();
  }

  private static void stream(ClientConnection client, String id, InputStream body)
      throws IOException {
    long sequence = 0;
    byte[] buffer = new byte[PIECE];
    String error = null;
    try {
      int length;
      while ((length = body.read(buffer)) >= 0) {
        delta(client, id, ++sequence, Arrays.copyOf(buffer, length), false, null);
      }
    } catch (IOException e) {
      error = String.valueOf(e.getMessage());
    }
    delta(client, id, ++sequence, new byte[0], true, error);
  }

  private static void delta(
      ClientConnection client,
      String id,
      long sequence,
      byte[] bytes,
      boolean done,
      @org.jspecify.annotations.Nullable String error)
      throws IOException {
    client.send(ServerProcess.notice("http/request/bodyDelta", json -> {
      json.writeStringField("requestId", id);
      json.writeNumberField("seq", sequence);
      json.writeBinaryField("deltaBase64", bytes);
      json.writeBooleanField("done", done);
      json.writeStringField("error", error);
    }));
  }
}
