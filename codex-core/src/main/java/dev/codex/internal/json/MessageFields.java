package dev.codex.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.codex.internal.json.JsonScanner.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a message in an answer goes back to the server: among others its phase, without which
 * some models take what they said between calls for their last word, and what it cites.
 */
public final class MessageFields {

  private final byte[] json;
  private final String textType;
  private String role = "";
  private String status = "";
  private String phase = "";
  private List<Part> parts = List.of();

  private MessageFields(byte[] json, String textType) {
    this.json = json;
    this.textType = textType;
  }

  /**
   * The message on one line, with the id if there is one.
   *
   * @param textType of parts that are text, whatever the server calls them
   * @throws IOException if there is something in it that no JSON writer takes
   */
  public static byte[] of(byte[] json, int offset, int length, String id, String textType)
      throws IOException {
    MessageFields fields = new MessageFields(json, textType);
    try {
      fields.read(JsonScanner.lenient(json, offset, offset + length));
    } catch (Malformed e) {
      throw new IOException(e.getMessage(), e);
    }
    return Json.bytes(out -> fields.write(out, id));
  }

  private void read(JsonScanner scanner) throws Malformed {
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("role")) {
        role = scanner.textOr(role);
      } else if (scanner.nameIs("status")) {
        status = scanner.textOr(status);
      } else if (scanner.nameIs("phase")) {
        phase = scanner.textOr(phase);
      } else if (scanner.nameIs("content")) {
        parts = parts(scanner);
      } else {
        scanner.skip();
      }
    }
  }

  private static List<Part> parts(JsonScanner scanner) throws Malformed {
    List<Part> parts = new ArrayList<>(1);
    if (scanner.peek() == '"') { // as some servers have it
      parts.add(Part.of(scanner.text()));
    } else if (scanner.peek() == '[') {
      scanner.enterArray();
      while (scanner.nextElement()) {
        if (scanner.peek() == '{') {
          parts.add(part(scanner));
        } else {
          scanner.skip();
        }
      }
    } else {
      scanner.skip();
    }
    return parts;
  }

  private static Part part(JsonScanner scanner) throws Malformed {
    int start = scanner.valueStart();
    String type = "";
    String text = "";
    Range annotations = Range.NONE;
    Range logprobs = Range.NONE;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("type")) {
        type = scanner.textOr(type);
      } else if (scanner.nameIs("text")) {
        text = scanner.textOr(text);
      } else if (scanner.nameIs("annotations")) {
        annotations = list(scanner);
      } else if (scanner.nameIs("logprobs")) {
        logprobs = list(scanner);
      } else {
        scanner.skip();
      }
    }
    return new Part(type, text, annotations, logprobs, new Range(start, scanner.position()));
  }

  private static Range list(JsonScanner scanner) throws Malformed {
    boolean isList = scanner.peek() == '[';
    int start = scanner.valueStart();
    scanner.skip();
    return isList ? new Range(start, scanner.position()) : Range.NONE;
  }

  private void write(JsonGenerator out, String id) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "message");
    field(out, "id", id);
    field(out, "role", role);
    out.writeArrayFieldStart("content");
    for (Part part : parts) {
      if (!part.isText()) {
        copy(out, part.whole()); // left as it is, since nobody knows what is in it
        continue;
      }
      out.writeStartObject();
      out.writeStringField("type", textType);
      out.writeStringField("text", part.text());
      list(out, "annotations", part.annotations());
      list(out, "logprobs", part.logprobs());
      out.writeEndObject();
    }
    out.writeEndArray();
    field(out, "status", status);
    field(out, "phase", phase);
    out.writeEndObject();
  }

  private static void field(JsonGenerator out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  private void list(JsonGenerator out, String name, Range range) throws IOException {
    if (!range.equals(Range.NONE)) {
      out.writeFieldName(name);
      copy(out, range);
    }
  }

  /** Without the line breaks that are between its parts. */
  private void copy(JsonGenerator out, Range range) throws IOException {
    try (JsonParser parser = Json.parser(json, range.start(), range.end() - range.start())) {
      parser.nextToken();
      out.copyCurrentStructureExact(parser);
    }
  }

  private record Range(int start, int end) {
    static final Range NONE = new Range(0, 0);
  }

  private record Part(String type, String text, Range annotations, Range logprobs, Range whole) {

    static Part of(String text) {
      return new Part("text", text, Range.NONE, Range.NONE, Range.NONE);
    }

    boolean isText() {
      return type.equals("output_text") || type.equals("input_text") || type.equals("text");
    }
  }
}
