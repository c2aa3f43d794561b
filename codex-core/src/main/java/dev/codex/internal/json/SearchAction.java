package dev.codex.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a step of a web search did: the fields of its action that are known. */
public final class SearchAction {

  private String type = "";
  private String query = "";
  private String url = "";
  private String pattern = "";
  private final List<String> queries = new ArrayList<>();

  private SearchAction() {}

  /** Reads a JSON object; what it does not know it passes over. */
  static SearchAction read(String json) throws IOException {
    SearchAction action = new SearchAction();
    try (JsonParser parser = Json.parser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        action.field(field, parser);
      }
    }
    return action;
  }

  private void field(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "type" -> type = Json.textOr(parser, type);
      case "query" -> query = Json.textOr(parser, query);
      case "url" -> url = Json.textOr(parser, url);
      case "pattern" -> pattern = Json.textOr(parser, pattern);
      case "queries" -> {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
          parser.skipChildren();
          return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          String text = Json.textOr(parser, "");
          if (!text.isEmpty()) {
            queries.add(text);
          }
        }
      }
      default -> parser.skipChildren();
    }
  }

  /** In one line, as Codex shows it: of several questions the first, of a page its address. */
  String summary() {
    if (!query.isEmpty()) {
      return query;
    }
    if (!queries.isEmpty()) {
      return queries.size() == 1 ? queries.get(0) : queries.get(0) + " ...";
    }
    return pattern.isEmpty() || !type.equals("find_in_page") ? url : "'" + pattern + "' in " + url;
  }
}
