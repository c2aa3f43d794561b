package dev.codex.testing.cassette;

import dev.codex.error.ModelFailure;
import java.time.Duration;

/** Failures of a model as the lines of a cassette hold them. */
final class ModelFailureCodec {

  private ModelFailureCodec() {}

  static JsonNode encode(ModelFailure failure) {
    JsonNode json = JsonNode.object()
        .put("kind", failure.kind().name())
        .put("message", failure.message())
        .put("retryable", failure.isRetryable())
        .put("attempts", failure.attempts());
    failure.retryAfter().ifPresent(delay -> json.put("retry_after", delay.toString()));
    failure.statusCode().ifPresent(status -> json.put("status", status));
    failure.requestId().ifPresent(id -> json.put("request_id", id));
    return json;
  }

  static ModelFailure decode(JsonNode json) {
    ModelFailure.Builder failure = ModelFailure.builder();
    failure.kind(ModelFailure.Kind.valueOf(json.path("kind").asText()));
    failure.message(json.path("message").asText());
    failure.isRetryable(json.path("retryable").asBoolean());
    failure.attempts(json.path("attempts").asInt());
    if (json.has("retry_after")) {
      failure.retryAfter(Duration.parse(json.path("retry_after").asText()));
    }
    if (json.has("status")) {
      failure.statusCode(json.path("status").asInt());
    }
    if (json.has("request_id")) {
      failure.requestId(json.path("request_id").asText());
    }
    return failure.build();
  }
}
