package dev.codex.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
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
    try {
      Fields fields = new Fields(json);
      fields.read(JsonScanner.lenient(json, offset, offset + length));
      ModelItem item = fields.item();
      return item != null
          ? item
          : new UnknownItem(fields.type, new String(json, offset, length, StandardCharsets.UTF_8));
    } catch (JsonScanner.Malformed e) {
      throw new UncheckedIOException(new IOException("an item is no JSON: " + e.getMessage()));
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

    Fields(byte[] json) {
      this.json = json;
    }

    void read(JsonScanner scanner) throws JsonScanner.Malformed, IOException {
      if (scanner.peek() != '{') {
        scanner.skip();
        return;
      }
      scanner.enterObject();
      while (scanner.nextMember()) {
        if (scanner.nameIs("type")) {
          type = scanner.textOr(type);
        } else if (scanner.nameIs("id")) {
          id = scanner.textOr(id);
        } else if (scanner.nameIs("role")) {
          role = scanner.textOr(role);
        } else if (scanner.nameIs("status")) {
          status = scanner.textOr(status);
        } else if (scanner.nameIs("content")) {
          content = contents(scanner);
        } else if (scanner.nameIs("summary")) {
          summary = contents(scanner);
        } else if (scanner.nameIs("output")) {
          output = contents(scanner);
        } else if (scanner.nameIs("encrypted_content")) {
          encrypted = scanner.textOr(encrypted);
        } else {
          call(scanner);
        }
      }
    }

    /** A member that calls have, of tools or of the server's search. */
    private void call(JsonScanner scanner) throws JsonScanner.Malformed, IOException {
      if (scanner.nameIs("call_id")) {
        callId = scanner.textOr(callId);
      } else if (scanner.nameIs("name")) {
        name = scanner.textOr(name);
      } else if (scanner.nameIs("namespace")) {
        namespace = scanner.textOr(namespace);
      } else if (scanner.nameIs("arguments") || scanner.nameIs("input")) {
        text = scanner.peek() == '"' ? scanner.text() : compact(scanner);
      } else if (scanner.nameIs("action") && scanner.peek() == '{') {
        action(scanner);
      } else {
        scanner.skip();
      }
    }

    private void action(JsonScanner scanner) throws JsonScanner.Malformed, IOException {
      action = compact(scanner);
      query = SearchAction.read(action).summary();
    }

    private List<Content> contents(JsonScanner scanner) throws JsonScanner.Malformed, IOException {
      if (scanner.peek() == '"') {
        return List.of(Content.text(scanner.text()));
      }
      if (scanner.peek() != '[') {
        scanner.skip();
        return List.of();
      }
      List<Content> parts = new ArrayList<>(1);
      scanner.enterArray();
      while (scanner.nextElement()) {
        if (scanner.peek() == '{') {
          parts.add(content(scanner));
        } else {
          scanner.skip();
        }
      }
      return parts;
    }

    private Content content(JsonScanner scanner) throws JsonScanner.Malformed, IOException {
      int start = scanner.valueStart();
      String type = "";
      String text = "";
      String url = "";
      String detail = "";
      scanner.enterObject();
      while (scanner.nextMember()) {
        if (scanner.nameIs("type")) {
          type = scanner.textOr(type);
        } else if (scanner.nameIs("text")) {
          text = scanner.textOr(text);
        } else if (scanner.nameIs("image_url")) {
          url = scanner.textOr(url);
        } else if (scanner.nameIs("detail")) {
          detail = scanner.textOr(detail);
        } else {
          scanner.skip();
        }
      }
      return switch (type) {
        case "input_text", "output_text", "summary_text", "reasoning_text", "text" ->
          Content.text(text);
        case "input_image" -> new Content.Image(url, detail);
        default -> new Content.Unknown(type, compact(start, scanner.position()));
      };
    }

    /** Consumes a value and gives its JSON without blanks. */
    private String compact(JsonScanner scanner) throws JsonScanner.Malformed, IOException {
      int start = scanner.valueStart();
      scanner.skip();
      return compact(start, scanner.position());
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
