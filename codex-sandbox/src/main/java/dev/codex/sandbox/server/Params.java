package dev.codex.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.sandbox.protocol.PathUri;
import dev.codex.sandbox.protocol.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The parameters of a request. What is missing or of the wrong kind is a refusal that says so. */
record Params(JsonNode json) {

  static Params of(JsonSlice slice) throws Refusal {
    try {
      return new Params(Trees.read(slice));
    } catch (IOException e) {
      throw Refusal.params(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode need(String name) throws Refusal {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw Refusal.params("missing field `" + name + "`");
    }
    return value;
  }

  String text(String name) throws Refusal {
    JsonNode value = need(name);
    if (!value.isTextual()) {
      throw wrong(name, "a string");
    }
    return value.asText();
  }

  String textOr(String name, String other) throws Refusal {
    return has(name) ? text(name) : other;
  }

  boolean has(String name) {
    return json.hasNonNull(name);
  }

  boolean flag(String name) throws Refusal {
    JsonNode value = need(name);
    if (!value.isBoolean()) {
      throw wrong(name, "a boolean");
    }
    return value.asBoolean();
  }

  boolean flagOr(String name, boolean other) throws Refusal {
    return has(name) ? flag(name) : other;
  }

  OptionalLong number(String name) throws Refusal {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    JsonNode value = json.path(name);
    if (!value.canConvertToLong() || value.asLong() < 0) {
      throw wrong(name, "an unsigned integer");
    }
    return OptionalLong.of(value.asLong());
  }

  long needNumber(String name) throws Refusal {
    need(name);
    return number(name).orElse(0);
  }

  byte[] bytes(String name) throws Refusal {
    JsonNode value = need(name);
    try {
      byte[] bytes = value.isTextual() ? value.binaryValue() : null;
      if (bytes != null) {
        return bytes;
      }
    } catch (IOException e) {
      // said below
    }
    throw wrong(name, "base64");
  }

  Path path(String name) throws Refusal {
    return path(need(name));
  }

  List<Path> paths(String name) throws Refusal {
    List<Path> paths = new ArrayList<>();
    for (JsonNode value : json.path(name)) {
      paths.add(path(value));
    }
    return paths;
  }

  private static Path path(JsonNode value) throws Refusal {
    try {
      return PathUri.parse(value.asText());
    } catch (IllegalArgumentException e) {
      throw Refusal.params(String.valueOf(e.getMessage()));
    }
  }

  List<String> texts(String name) throws Refusal {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : need(name)) {
      if (!value.isTextual()) {
        throw wrong(name, "a list of strings");
      }
      texts.add(value.asText());
    }
    return texts;
  }

  Map<String, String> map(String name) throws Refusal {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : need(name).properties()) {
      map.put(entry.getKey(), entry.getValue().asText());
    }
    return map;
  }

  Params object(String name) {
    return new Params(json.path(name));
  }

  private static Refusal wrong(String name, String expected) {
    return Refusal.params("invalid type for field `" + name + "`, expected " + expected);
  }
}
