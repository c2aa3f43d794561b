package dev.codex.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the tool that a prompt names. The arguments are filled in from the prompt's words, in
 * order: numbers where the schema wants numbers, quoted or else the last words where it wants text.
 */
final class StandInToolCall {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"]+)['\"]");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_-]+");
  private static final List<String> OWN = List.of("exec_command", "apply_patch");

  private final JsonNode tool;
  private final Matcher numbers;
  private final Matcher quoted;
  private final String lastWord;

  private StandInToolCall(JsonNode tool, String prompt) {
    this.tool = tool;
    numbers = NUMBER.matcher(prompt);
    quoted = QUOTED.matcher(prompt);
    String last = "";
    for (Matcher word = WORD.matcher(prompt); word.find(); ) {
      last = word.group();
    }
    lastWord = last;
  }

  /** Nothing if the prompt names no tool that the stand-in has no rules for. */
  static Optional<StandInToolCall> in(JsonNode request) {
    String prompt = prompt(request.path("input"));
    for (JsonNode tool : request.path("tools")) {
      String name = tool.path("name").asText();
      boolean callable = tool.path("type").asText().equals("function") && !OWN.contains(name);
      if (callable && prompt.contains(name)) {
        return Optional.of(new StandInToolCall(tool, prompt));
      }
    }
    return Optional.empty();
  }

  private static String prompt(JsonNode input) {
    StringBuilder prompt = new StringBuilder();
    for (JsonNode item : input) {
      if (item.path("role").asText().equals("user")) {
        prompt.setLength(0);
        item.path("content").forEach(part -> prompt.append(part.path("text").asText()));
      }
    }
    return prompt.toString();
  }

  String name() {
    return tool.path("name").asText();
  }

  ObjectNode arguments() {
    ObjectNode arguments = JSON.objectNode();
    tool.path("parameters")
        .path("properties")
        .properties()
        .forEach(field -> arguments.set(field.getKey(), value(field.getValue())));
    return arguments;
  }

  private JsonNode value(JsonNode schema) {
    if (schema.path("enum").size() > 0) {
      return schema.path("enum").path(0);
    }
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
      case "integer" -> JSON.numberNode((long) number());
      case "number" -> JSON.numberNode(number());
      case "boolean" -> JSON.booleanNode(true);
      case "array" -> JSON.arrayNode().add(value(schema.path("items")));
      case "object" -> JSON.objectNode();
      case "string" -> JSON.textNode(quoted.find() ? quoted.group(1) : lastWord);
      default -> JSON.nullNode();
    };
  }

  private double number() {
    return numbers.find() ? Double.parseDouble(numbers.group()) : 0;
  }
}
