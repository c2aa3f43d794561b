package dev.codex.hook;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.item.CustomToolCall;
import dev.codex.item.ToolCall;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/**
 * The one word under which hooks know what shells and patches get, {@code command}, and the
 * arguments of the tools that it stands for.
 */
final class ShellInput {

  /** Arguments that hold a script or a patch, by the tools that have been seen with them. */
  private static final List<String> SCRIPT = List.of("cmd");

  private static final List<String> ANY = List.of("cmd", "command", "input");

  private ShellInput() {}

  /** The script of a call that has one under a name of its own. */
  static Optional<String> script(ToolCall call) {
    return call instanceof CustomToolCall ? Optional.empty() : text(call.input(), SCRIPT);
  }

  static String patch(ToolCall call) {
    return call instanceof CustomToolCall
        ? call.input()
        : text(call.input(), ANY).orElse(call.input());
  }

  /** The call's input with another command in it. */
  static Optional<String> with(ToolCall call, String command) {
    if (call instanceof CustomToolCall) {
      return Optional.of(command);
    }
    StringWriter out = new StringWriter();
    boolean replaced = false;
    try (JsonParser parser = Json.parser(call.input());
        JsonGenerator json = Json.generator(out)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      json.writeStartObject();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        json.writeFieldName(name);
        JsonToken value = parser.nextToken();
        if (!replaced && ANY.contains(name) && value == JsonToken.VALUE_STRING) {
          json.writeString(command);
          replaced = true;
        } else if (!replaced && name.equals("command") && value == JsonToken.START_ARRAY) {
          json.writeArray(new String[] {"/bin/sh", "-c", command}, 0, 3);
          parser.skipChildren();
          replaced = true;
        } else {
          json.copyCurrentStructure(parser);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      return Optional.empty();
    }
    return replaced ? Optional.of(out.toString()) : Optional.empty();
  }

  private static Optional<String> text(String input, List<String> names) {
    try (JsonParser parser = Json.parser(input)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING && names.contains(name)) {
          return Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
