package dev.codex.testing.cassette;

import dev.codex.internal.json.ModelItemCodec;
import dev.codex.model.ItemDone;
import dev.codex.model.ModelEvent;
import dev.codex.model.RateLimits;
import dev.codex.model.Usage;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Events of an answer as the lines of a cassette hold them. */
final class ModelEventCodec {

  private ModelEventCodec() {}

  static JsonNode encode(ModelEvent event) {
    JsonNode json = JsonNode.object();
    if (event instanceof ModelEvent.Created created) {
      return json.put("type", "created").put("response", created.responseId());
    } else if (event instanceof ModelEvent.ItemStarted started) {
      json.put("type", "item_started");
      return json.set("item", item(ModelItemCodec.encode(started.item())));
    } else if (event instanceof ModelEvent.TextDelta delta) {
      return json.put("type", "text").put("item", delta.itemId()).put("text", delta.text());
    } else if (event instanceof ModelEvent.ReasoningSummaryDelta delta) {
      json.put("type", "summary").put("item", delta.itemId());
      return json.put("index", delta.index()).put("text", delta.text());
    } else if (event instanceof ModelEvent.ReasoningTextDelta delta) {
      json.put("type", "reasoning").put("item", delta.itemId());
      return json.put("index", delta.index()).put("text", delta.text());
    } else if (event instanceof ItemDone done) {
      json.put("type", "item_done");
      json.set("item", item(done.json()));
      // what goes back to the server may be less than what is shown
      return isWhole(done) ? json : json.set("shown", item(ModelItemCodec.encode(done.item())));
    } else if (event instanceof ModelEvent.Limits limits) {
      json.put("type", "limits");
      return json.set("limits", limits(limits.limits()));
    } else if (event instanceof ModelEvent.Completed completed) {
      json.put("type", "completed").put("response", completed.responseId());
      return json.set("usage", usage(completed.usage()));
    }
    ModelEvent.Unknown unknown = (ModelEvent.Unknown) event;
    json.put("type", "unknown").put("name", unknown.type());
    return json.set("json", JsonTree.exact(unknown.json()));
  }

  static ModelEvent decode(JsonNode json) {
    String item = json.path("item").asText();
    String text = json.path("text").asText();
    int index = json.path("index").asInt();
    return switch (json.path("type").asText()) {
      case "created" -> new ModelEvent.Created(json.path("response").asText());
      case "item_started" ->
        new ModelEvent.ItemStarted(ModelItemCodec.decode(bytes(json.path("item"))));
      case "text" -> new ModelEvent.TextDelta(item, text);
      case "summary" -> new ModelEvent.ReasoningSummaryDelta(item, index, text);
      case "reasoning" -> new ModelEvent.ReasoningTextDelta(item, index, text);
      case "item_done" -> {
        byte[] bytes = bytes(json.path("item"));
        byte[] shown = json.has("shown") ? bytes(json.path("shown")) : bytes;
        yield ItemDone.of(ModelItemCodec.decode(shown), bytes);
      }
      case "limits" -> new ModelEvent.Limits(limits(json.path("limits")));
      case "completed" ->
        new ModelEvent.Completed(json.path("response").asText(), usage(json.path("usage")));
      default ->
        new ModelEvent.Unknown(json.path("name").asText(), JsonTree.exactText(json.path("json")));
    };
  }

  private static boolean isWhole(ItemDone done) {
    try {
      return ModelItemCodec.decode(done.json()).equals(done.item());
    } catch (UncheckedIOException e) {
      return true; // what is no JSON is kept as it is, as ever
    }
  }

  private static JsonNode item(byte[] json) {
    return JsonTree.exact(new String(json, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(JsonNode exact) {
    return JsonTree.exactText(exact).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode usage(Usage usage) {
    return JsonNode.object()
        .put("input", usage.inputTokens())
        .put("cached_input", usage.cachedInputTokens())
        .put("cache_write_input", usage.cacheWriteInputTokens())
        .put("output", usage.outputTokens())
        .put("reasoning_output", usage.reasoningOutputTokens());
  }

  private static Usage usage(JsonNode json) {
    return Usage.builder()
        .inputTokens(json.path("input").asLong())
        .cachedInputTokens(json.path("cached_input").asLong())
        .cacheWriteInputTokens(json.path("cache_write_input").asLong())
        .outputTokens(json.path("output").asLong())
        .reasoningOutputTokens(json.path("reasoning_output").asLong())
        .build();
  }

  private static JsonNode limits(RateLimits limits) {
    JsonNode json = JsonNode.object().put("id", limits.id());
    limits.name().ifPresent(name -> json.put("name", name));
    limits.primary().ifPresent(window -> json.set("primary", window(window)));
    limits.secondary().ifPresent(window -> json.set("secondary", window(window)));
    limits
        .credits()
        .ifPresent(credits -> json.putObject("credits")
            .put("available", credits.available())
            .put("unlimited", credits.unlimited())
            .put("balance", credits.balance()));
    return json;
  }

  private static RateLimits limits(JsonNode json) {
    RateLimits.Builder limits = RateLimits.builder();
    limits.id(json.path("id").asText());
    field(json, "name").ifPresent(name -> limits.name(name.asText()));
    field(json, "primary").ifPresent(window -> limits.primary(window(window)));
    field(json, "secondary").ifPresent(window -> limits.secondary(window(window)));
    field(json, "credits")
        .ifPresent(credits -> limits.credits(new RateLimits.Credits(
            credits.path("available").asBoolean(),
            credits.path("unlimited").asBoolean(),
            credits.path("balance").asText())));
    return limits.build();
  }

  private static JsonNode window(RateLimits.Window window) {
    JsonNode json = JsonNode.object().put("used_percent", window.usedPercent());
    window.length().ifPresent(length -> json.put("length", length.toString()));
    window.resetsAt().ifPresent(instant -> json.put("resets_at", instant.toString()));
    return json;
  }

  private static RateLimits.Window window(JsonNode json) {
    return new RateLimits.Window(
        json.path("used_percent").asDouble(),
        field(json, "length").map(length -> Duration.parse(length.asText())),
        field(json, "resets_at").map(instant -> Instant.parse(instant.asText())));
  }

  private static Optional<JsonNode> field(JsonNode json, String name) {
    return json.has(name) ? Optional.of(json.path(name)) : Optional.empty();
  }
}
