package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.codex.internal.json.Json;
import dev.codex.model.ModelRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Who asks: the ids of a request as they stand in its headers and in its body. */
final class RequestIdentity {

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final String sessionId;
  private volatile @Nullable Headers headers; // of the one endpoint that this is meant for

  /**
   * The ids of the request. Its metadata comes on top and may replace them; of the keys that Codex
   * writes into its turn metadata, {@code request_kind} and {@code root_turn_id} are taken over.
   */
  RequestIdentity(
      ModelRequest request, String model, Optional<String> effort, Optional<String> installation) {
    Map<String, String> metadata = request.metadata();
    sessionId = request.sessionId();
    String window = metadata.getOrDefault("x-codex-window-id", sessionId + ":0");
    String root = metadata.getOrDefault("root_turn_id", request.turnId());
    facts.put("session_id", sessionId);
    facts.put("thread_id", sessionId);
    facts.put("turn_id", request.turnId());
    facts.put("root_turn_id", root);
    installation.ifPresent(id -> facts.put("x-codex-installation-id", id));
    facts.put("x-codex-window-id", window);
    facts.put("x-codex-turn-metadata", Json.text(json -> {
      // headers are ASCII
      json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      json.writeStartObject();
      if (installation.isPresent()) {
        json.writeStringField("installation_id", installation.get());
      }
      json.writeStringField("session_id", sessionId);
      json.writeStringField("thread_id", sessionId);
      json.writeStringField("turn_id", request.turnId());
      json.writeStringField("window_id", window);
      json.writeStringField("request_kind", metadata.getOrDefault("request_kind", "turn"));
      json.writeStringField("root_turn_id", root);
      json.writeStringField("model", model);
      if (effort.isPresent()) {
        json.writeStringField("reasoning_effort", effort.get());
      }
      json.writeEndObject();
    }));
    facts.putAll(metadata);
  }

  void writeClientMetadata(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("client_metadata");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
  }

  /** These headers and those that say who asks; put together once for all requests of a turn. */
  Headers over(Headers others) {
    Headers ready = headers;
    if (ready == null) {
      Headers.Builder all = others.newBuilder();
      add(all, "session-id", sessionId);
      add(all, "thread-id", sessionId);
      add(all, "x-client-request-id", sessionId);
      for (String name : new String[] {"x-codex-window-id", "x-codex-turn-metadata"}) {
        add(all, name, facts.getOrDefault(name, ""));
      }
      ready = all.build();
      headers = ready;
    }
    return ready;
  }

  /** Ids are the host's to choose; what a header cannot hold stands in the body alone. */
  private static void add(Headers.Builder headers, String name, String value) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      headers.set(name, value);
    }
  }
}
