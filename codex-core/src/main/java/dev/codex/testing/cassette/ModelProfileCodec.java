package dev.codex.testing.cassette;

import dev.codex.model.ModelProfile;

/** The profile of a model as the head of a cassette holds it. */
final class ModelProfileCodec {

  private ModelProfileCodec() {}

  static JsonNode encode(ModelProfile profile) {
    JsonNode json = JsonNode.object()
        .put("name", profile.name())
        .put("provider", profile.provider())
        .put("freeform_tools", profile.freeformTools())
        .put("parallel_tool_calls", profile.parallelToolCalls())
        .put("image_input", profile.imageInput())
        .put("image_detail", profile.imageDetail())
        .put("max_tool_output_tokens", profile.maxToolOutputTokens())
        .put("stream_retries", profile.streamRetries());
    profile.contextWindow().ifPresent(tokens -> json.put("context_window", tokens));
    return json;
  }

  static ModelProfile decode(JsonNode json) {
    ModelProfile.Builder profile = ModelProfile.builder();
    profile.name(json.path("name").asText());
    profile.provider(json.path("provider").asText());
    profile.freeformTools(json.path("freeform_tools").asBoolean());
    profile.parallelToolCalls(json.path("parallel_tool_calls").asBoolean());
    profile.imageInput(json.path("image_input").asBoolean());
    profile.imageDetail(json.path("image_detail").asText());
    profile.maxToolOutputTokens(json.path("max_tool_output_tokens").asInt());
    profile.streamRetries(json.path("stream_retries").asInt());
    if (json.has("context_window")) {
      profile.contextWindow(json.path("context_window").asLong());
    }
    return profile.build();
  }
}
