package dev.codex.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.item.AgentMessage;
import dev.codex.item.Content;
import dev.codex.item.CustomToolCall;
import dev.codex.item.CustomToolCallOutput;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.item.UnknownItem;
import dev.codex.item.UserMessage;
import dev.codex.item.WebSearchCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items of the Responses API (codex-behaviour 1.4), as they stand in requests, answers and
 * transcripts. What a reader does not know it skips; an item of unknown type keeps its text.
 */
public final class ModelItemCodec {

  private ModelItemCodec() {}

  public static byte[] encode(ModelItem item) {
    if (item instanceof UnknownItem unknown) {
      return unknown.json().getBytes(StandardCharsets.UTF_8);
    }
    return Json.bytes(json -> write(item, json));
  }

  public static ModelItem decode(byte[] json) {
    return decode(json, 0, json.length);
  }

  /** The item in the given part of the bytes; what is no JSON object becomes unknown. */
  public static ModelItem decode(byte[] json, int offset, int length) {
    try (JsonParser parser = Json.parser(json, offset, length)) {
      Fields fields = new Fields(json, offset);
      fields.read(parser);
      ModelItem item = fields.item();
      return item != null
          ? item
          : new UnknownItem(fields.type, new String(json, offset, length, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ModelItem item, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (item instanceof UserMessage message) {
      message(json, message.id(), "user", "input_text", message.content());
    } else if (item instanceof DeveloperMessage message) {
      message(json, message.id(), "developer", "input_text", message.content());
    } else if (item instanceof AgentMessage message) {
      message(json, message.id(), "assistant", "output_text", message.content());
    } else if (item instanceof Reasoning reasoning) {
      reasoning(json, reasoning);
    } else if (item instanceof FunctionCall call) {
      start(json, "function_call", call.id());
      json.writeStringField("name", call.name());
      if (!call.namespace().isEmpty()) {
        json.writeStringField("namespace", call.namespace());
      }
      json.writeStringField("arguments", call.arguments());
      json.writeStringField("call_id", call.callId());
    } else if (item instanceof CustomToolCall call) {
      start(json, "custom_tool_call", call.id());
      json.writeStringField("call_id", call.callId());
      json.writeStringField("name", call.name());
      json.writeStringField("input", call.input());
    } else if (item instanceof FunctionCallOutput output) {
      output(json, "function_call_output", output.id(), output.callId(), output.output());
    } else if (item instanceof CustomToolCallOutput output) {
      output(json, "custom_tool_call_output", output.id(), output.callId(), output.output());
    } else if (item instanceof WebSearchCall search) {
      start(json, "web_search_call", search.id());
      json.writeStringField("status", search.status());
      json.writeFieldName("action");
      json.writeRawValue(search.action());
    }
    json.writeEndObject();
  }

  private static void start(JsonGenerator json, String type, String id) throws IOException {
    json.writeStringField("type", type);
    if (!id.isEmpty()) {
      json.writeStringField("id", id);
    }
  }

  private static void message(
      JsonGenerator json, String id, String role, String textType, List<Content> content)
      throws IOException {
    start(json, "message", id);
    json.writeStringField("role", role);
    json.writeFieldName("content");
    parts(json, textType, content);
  }

  private static void reasoning(JsonGenerator json, Reasoning reasoning) throws IOException {
    start(json, "reasoning", reasoning.id());
    json.writeArrayFieldStart("summary");
    for (String text : reasoning.summary()) {
      part(json, "summary_text", text);
    }
    json.writeEndArray();
    if (reasoning.content().isEmpty()) {
      json.writeNullField("content");
    } else {
      json.writeArrayFieldStart("content");
      for (String text : reasoning.content()) {
        part(json, "reasoning_text", text);
      }
      json.writeEndArray();
    }
    json.writeFieldName("encrypted_content");
    if (reasoning.encryptedContent().isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(reasoning.encryptedContent());
    }
  }

  /** One text is sent as a plain string, which is what every server understands. */
  private static void output(
      JsonGenerator json, String type, String id, String callId, List<Content> output)
      throws IOException {
    start(json, type, id);
    json.writeStringField("call_id", callId);
    json.writeFieldName("output");
    if (output.size() == 1 && output.get(0) instanceof Content.Text text) {
      json.writeString(text.text());
    } else {
      parts(json, "input_text", output);
    }
  }

  private static void parts(JsonGenerator json, String textType, List<Content> content)
      throws IOException {
    json.writeStartArray();
    for (Content part : content) {
      if (part instanceof Content.Text text) {
        part(json, textType, text.text());
      } else if (part instanceof Content.Image image) {
        json.writeStartObject();
        json.writeStringField("type", "input_image");
        json.writeStringField("image_url", image.url());
        if (!image.detail().isEmpty()) {
          json.writeStringField("detail", image.detail());
        }
        json.writeEndObject();
      } else if (part instanceof Content.Unknown unknown) {
        json.writeRawValue(unknown.json());
      }
    }
    json.writeEndArray();
  }

  private static void part(JsonGenerator json, String type, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  /** Everything an item of any known type may have. */
  private static final class Fields {
    private final byte[] json;
    private final int offset; // where the item begins, from which the parser counts
    String type = "";
    String id = "";
    String role = "";
    String callId = "";
    String name = "";
    String namespace = "";
    String text = ""; // arguments or input
    String status = "";
    String encrypted = "";
    String action = "{}";
    String query = "";
    List<Content> content = List.of();
    List<Content> summary = List.of();
    List<Content> output = List.of();

    Fields(byte[] json, int offset) {
      this.json = json;
      this.offset = offset;
    }

    void read(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "type" -> type = Json.textOr(parser, type);
          case "id" -> id = Json.textOr(parser, id);
          case "role" -> role = Json.textOr(parser, role);
          case "call_id" -> callId = Json.textOr(parser, callId);
          case "name" -> name = Json.textOr(parser, name);
          case "namespace" -> namespace = Json.textOr(parser, namespace);
          case "arguments", "input" -> text = Json.textOrJson(parser);
          case "status" -> status = Json.textOr(parser, status);
          case "encrypted_content" -> encrypted = Json.textOr(parser, encrypted);
          case "content" -> content = contents(parser);
          case "summary" -> summary = contents(parser);
          case "output" -> output = contents(parser);
          case "action" -> action(parser);
          default -> parser.skipChildren();
        }
      }
    }

    private void action(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return;
      }
      action = Json.copy(parser);
      query = SearchAction.read(action).summary();
    }

    private List<Content> contents(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return List.of(Content.text(parser.getText()));
      }
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return List.of();
      }
      List<Content> parts = new ArrayList<>(1);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          parts.add(content(parser));
        } else {
          parser.skipChildren();
        }
      }
      return parts;
    }

    private Content content(JsonParser parser) throws IOException {
      int start = offset + (int) parser.currentTokenLocation().getByteOffset();
      String type = "";
      String text = "";
      String url = "";
      String detail = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "type" -> type = Json.textOr(parser, type);
          case "text" -> text = Json.textOr(parser, text);
          case "image_url" -> url = Json.textOr(parser, url);
          case "detail" -> detail = Json.textOr(parser, detail);
          default -> parser.skipChildren();
        }
      }
      return switch (type) {
        case "input_text", "output_text", "summary_text", "reasoning_text", "text" ->
          Content.text(text);
        case "input_image" -> new Content.Image(url, detail);
        default -> {
          int end = offset + (int) parser.currentLocation().getByteOffset();
          yield new Content.Unknown(type, compact(start, end));
        }
      };
    }

    /** The JSON there without its blanks. */
    private String compact(int start, int end) throws IOException {
      try (JsonParser parser = Json.parser(json, start, end - start)) {
        parser.nextToken();
        return Json.copy(parser);
      }
    }

    @Nullable
    ModelItem item() {
      return switch (type) {
        case "message" -> message();
        case "reasoning" -> new Reasoning(id, texts(summary), texts(content), encrypted);
        case "function_call" ->
          FunctionCall.builder()
              .id(id)
              .callId(callId)
              .namespace(namespace)
              .name(name)
              .arguments(text)
              .build();
        case "custom_tool_call" -> new CustomToolCall(id, callId, name, text);
        case "function_call_output" -> new FunctionCallOutput(id, callId, output);
        case "custom_tool_call_output" -> new CustomToolCallOutput(id, callId, output);
        case "web_search_call" -> new WebSearchCall(id, status, query, action);
        default -> null;
      };
    }

    private @Nullable ModelItem message() {
      return switch (role) {
        case "user" -> new UserMessage(id, content);
        case "assistant" -> new AgentMessage(id, content);
        case "developer" -> new DeveloperMessage(id, content);
        default -> null;
      };
    }

    private static List<String> texts(List<Content> parts) {
      List<String> texts = new ArrayList<>(parts.size());
      for (Content part : parts) {
        if (part instanceof Content.Text text) {
          texts.add(text.text());
        }
      }
      return texts;
    }
  }
}
