package dev.codex.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.ledger.Ledger.Entry;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of the book.
 *
 * @param outcome {@code open} for an intent
 */
record LedgerLine(Entry entry, String outcome, Instant settledAt) {

  private static final String OPEN = "open";

  /** Where an entry begins, and nothing within one: in a text there would be backslashes. */
  private static final Pattern BEGINNING =
      Pattern.compile("(?=\\{\"id\":\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\",\"at\":\")");

  boolean isIntent() {
    return outcome.equals(OPEN);
  }

  static String intended(Entry entry) {
    return audited(entry, OPEN, Instant.EPOCH);
  }

  static String settled(Entry entry, Ledger.Outcome outcome, Instant at) {
    return audited(entry, outcome.name().toLowerCase(Locale.ROOT), at);
  }

  static String audited(Entry entry, String outcome, Instant settledAt) {
    return Json.text(json -> {
      json.writeStartObject();
      json.writeStringField("id", entry.id());
      json.writeStringField("at", entry.at().toString());
      json.writeStringField("session_id", entry.sessionId());
      json.writeStringField("turn_id", entry.turnId());
      json.writeStringField("call_id", entry.callId());
      json.writeStringField("tool", entry.tool());
      json.writeStringField("action", entry.action());
      texts(json, "paths", entry.paths());
      if (!entry.environment().isEmpty()) {
        texts(json, "environment", entry.environment());
      }
      json.writeStringField("digest", entry.digest());
      json.writeStringField("decision", entry.decision());
      json.writeStringField("outcome", outcome);
      if (!outcome.equals(OPEN)) {
        json.writeStringField("settled_at", settledAt.toString());
      }
      json.writeEndObject();
    });
  }

  private static void texts(JsonGenerator json, String name, List<?> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object text : texts) {
      json.writeString(text.toString());
    }
    json.writeEndArray();
  }

  /** What is ours in a line: several if the end of one was lost, with its line break. */
  static Stream<LedgerLine> parse(String line) {
    return BEGINNING.splitAsStream(line).flatMap(text -> parseOne(text).stream());
  }

  private static Optional<LedgerLine> parseOne(String line) {
    Map<String, String> texts = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    try (JsonParser parser = Json.parser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          List<String> list = lists.computeIfAbsent(name, key -> new ArrayList<>());
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(parser.getText());
          }
        } else {
          texts.put(name, Json.textOr(parser, ""));
        }
      }
      return Optional.of(new LedgerLine(
          entry(texts, lists),
          texts.getOrDefault("outcome", OPEN),
          Instant.parse(texts.getOrDefault("settled_at", Instant.EPOCH.toString()))));
    } catch (IOException | DateTimeException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Entry entry(Map<String, String> texts, Map<String, List<String>> lists) {
    return Entry.builder()
        .id(texts.getOrDefault("id", ""))
        .at(Instant.parse(texts.getOrDefault("at", "")))
        .sessionId(texts.getOrDefault("session_id", ""))
        .turnId(texts.getOrDefault("turn_id", ""))
        .callId(texts.getOrDefault("call_id", ""))
        .tool(texts.getOrDefault("tool", ""))
        .action(texts.getOrDefault("action", ""))
        .paths(lists.getOrDefault("paths", List.of()).stream().map(Path::of).toList())
        .environment(lists.getOrDefault("environment", List.of()))
        .digest(texts.getOrDefault("digest", ""))
        .decision(texts.getOrDefault("decision", ""))
        .build();
  }
}
