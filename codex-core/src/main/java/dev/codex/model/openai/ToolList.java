package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.util.List;

/** Tools as a request offers them. */
final class ToolList {

  private ToolList() {}

  static void write(JsonGenerator json, List<ToolSpec> tools, boolean freeform) throws IOException {
    json.writeStartArray();
    for (ToolSpec tool : tools) {
      if (tool instanceof ToolSpec.Function function) {
        function(json, function);
      } else if (tool instanceof ToolSpec.Freeform text) {
        if (freeform) {
          custom(json, text);
        } else {
          function(json, asFunction(text));
        }
      } else if (tool instanceof ToolSpec.Hosted hosted) {
        json.writeRawValue(hosted.json());
      }
    }
    json.writeEndArray();
  }

  private static void function(JsonGenerator json, ToolSpec.Function tool) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "function");
    json.writeStringField("name", tool.name());
    json.writeStringField("description", tool.description());
    json.writeBooleanField("strict", tool.strictness() == ToolSpec.Strictness.STRICT);
    json.writeFieldName("parameters");
    json.writeRawValue(tool.parameters());
    json.writeEndObject();
  }

  private static void custom(JsonGenerator json, ToolSpec.Freeform tool) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "custom");
    json.writeStringField("name", tool.name());
    json.writeStringField("description", tool.description());
    json.writeObjectFieldStart("format");
    json.writeStringField("type", "grammar");
    json.writeStringField("syntax", tool.syntax());
    json.writeStringField("definition", tool.grammar());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static ToolSpec.Function asFunction(ToolSpec.Freeform tool) {
    String parameters = "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
        + "\"required\":[\"input\"],\"additionalProperties\":false}";
    return ToolSpec.function(
        tool.name(), tool.description(), parameters, ToolSpec.Strictness.LENIENT);
  }
}
