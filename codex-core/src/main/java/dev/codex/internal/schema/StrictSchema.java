package dev.codex.internal.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a shape as a schema of the strict subset: objects are closed, every property is required,
 * what may be absent is nullable, and the root is an object. A shape that contains itself stands
 * under {@code $defs}; everything else is written where it is used.
 */
final class StrictSchema {

  /** Where a root that is no object stands. */
  static final String VALUE = "value";

  private final JsonGenerator json;
  private final Map<Shape, String> definitions = new LinkedHashMap<>();

  private StrictSchema(JsonGenerator json) {
    this.json = json;
  }

  static String text(Shape root) {
    return Json.text(json -> new StrictSchema(json).root(root));
  }

  private void root(Shape root) throws IOException {
    findDefinitions(root, new HashSet<>(), new HashSet<>());
    json.writeStartObject();
    if (root instanceof RecordShape fields) {
      object(fields, fields.note);
    } else {
      json.writeStringField("type", "object");
      json.writeObjectFieldStart("properties");
      json.writeFieldName(VALUE);
      write(root, "");
      json.writeEndObject();
      close(List.of(VALUE));
    }
    if (!definitions.isEmpty()) {
      json.writeObjectFieldStart("$defs");
      for (Map.Entry<Shape, String> definition : definitions.entrySet()) {
        json.writeFieldName(definition.getValue());
        json.writeStartObject();
        body(definition.getKey(), "", false);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Whatever is reached again below itself is a definition; that cuts every cycle. */
  private void findDefinitions(Shape shape, Set<Shape> open, Set<Shape> done) {
    if (shape instanceof Shape.Maybe maybe) {
      findDefinitions(maybe.inner(), open, done);
    } else if (shape instanceof Shape.Sequence sequence) {
      findDefinitions(sequence.element(), open, done);
    } else if (shape instanceof Shape.Entries entries) {
      findDefinitions(entries.value(), open, done);
    } else if (isNamed(shape) && open.contains(shape)) {
      define(shape);
    } else if (shape instanceof RecordShape fields && done.add(shape)) {
      open.add(shape);
      fields.parts.forEach(part -> findDefinitions(part.shape(), open, done));
      open.remove(shape);
    } else if (shape instanceof Shape.Choice choice && done.add(shape)) {
      open.add(shape);
      choice.arms.forEach(arm -> findDefinitions(arm, open, done));
      open.remove(shape);
    }
  }

  /** Nothing else is a key here; the first hash of each kind of record costs milliseconds. */
  private static boolean isNamed(Shape shape) {
    return shape instanceof RecordShape || shape instanceof Shape.Choice;
  }

  private void define(Shape shape) {
    Class<?> type = shape instanceof RecordShape fields ? fields.type : ((Shape.Choice) shape).type;
    String name = type.getSimpleName();
    for (int i = 2; definitions.containsValue(name); i++) {
      name = type.getSimpleName() + i;
    }
    definitions.putIfAbsent(shape, name);
  }

  private void write(Shape shape, String note) throws IOException {
    boolean isNullable = shape instanceof Shape.Maybe;
    Shape inner = shape instanceof Shape.Maybe maybe ? maybe.inner() : shape;
    json.writeStartObject();
    String definition = isNamed(inner) ? definitions.get(inner) : null;
    if (definition == null) {
      body(inner, note, isNullable);
    } else if (isNullable || !note.isEmpty()) {
      // Servers refuse a reference that has siblings, so it moves into an anyOf.
      json.writeArrayFieldStart("anyOf");
      json.writeStartObject();
      reference(definition);
      json.writeEndObject();
      endAnyOf(note, isNullable);
    } else {
      reference(definition);
    }
    json.writeEndObject();
  }

  private void reference(String definition) throws IOException {
    json.writeStringField("$ref", "#/$defs/" + definition);
  }

  private void body(Shape shape, String note, boolean isNullable) throws IOException {
    if (shape instanceof Scalar scalar) {
      type(scalar.jsonType(), isNullable);
      description(note);
    } else if (shape instanceof Shape.Constants constants) {
      type("string", isNullable);
      description(ShapeCompiler.join(note, constants.note()));
      json.writeArrayFieldStart("enum");
      for (String name : constants.byName().keySet()) {
        json.writeString(name);
      }
      if (isNullable) {
        json.writeNull();
      }
      json.writeEndArray();
    } else if (shape instanceof Shape.Sequence sequence) {
      type("array", isNullable);
      description(note);
      json.writeFieldName("items");
      write(sequence.element(), "");
    } else if (shape instanceof Shape.Entries entries) {
      entries(entries, note, isNullable);
    } else if (shape instanceof Shape.Choice choice) {
      choice(choice, ShapeCompiler.join(note, choice.note), isNullable);
    } else if (shape instanceof RecordShape fields) {
      fields(fields, ShapeCompiler.join(note, fields.note), isNullable);
    }
  }

  private void entries(Shape.Entries entries, String note, boolean isNullable) throws IOException {
    type("array", isNullable);
    description(note);
    json.writeObjectFieldStart("items");
    json.writeStringField("type", "object");
    json.writeObjectFieldStart("properties");
    json.writeObjectFieldStart("key");
    json.writeStringField("type", "string");
    json.writeEndObject();
    json.writeFieldName(VALUE);
    write(entries.value(), "");
    json.writeEndObject();
    close(List.of("key", VALUE));
    json.writeEndObject();
  }

  private void choice(Shape.Choice choice, String note, boolean isNullable) throws IOException {
    json.writeArrayFieldStart("anyOf");
    for (RecordShape arm : choice.arms) {
      write(arm, "");
    }
    endAnyOf(note, isNullable);
  }

  private void fields(RecordShape fields, String note, boolean isNullable) throws IOException {
    if (!isNullable) {
      object(fields, note);
      return;
    }
    json.writeArrayFieldStart("anyOf");
    json.writeStartObject();
    object(fields, note);
    json.writeEndObject();
    endAnyOf("", true);
  }

  private void object(RecordShape fields, String note) throws IOException {
    json.writeStringField("type", "object");
    description(note);
    json.writeObjectFieldStart("properties");
    if (fields.isArm()) {
      json.writeObjectFieldStart(RecordShape.TAG);
      json.writeStringField("type", "string");
      json.writeArrayFieldStart("enum");
      json.writeString(fields.tag);
      json.writeEndArray();
      json.writeEndObject();
    }
    for (RecordShape.Part part : fields.parts) {
      json.writeFieldName(part.name());
      write(part.shape(), part.note());
    }
    json.writeEndObject();
    close(fields.names());
  }

  private void close(List<String> required) throws IOException {
    json.writeArrayFieldStart("required");
    for (String name : required) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeBooleanField("additionalProperties", false);
  }

  private void endAnyOf(String note, boolean isNullable) throws IOException {
    if (isNullable) {
      json.writeStartObject();
      json.writeStringField("type", "null");
      json.writeEndObject();
    }
    json.writeEndArray();
    description(note);
  }

  private void type(String name, boolean isNullable) throws IOException {
    if (!isNullable) {
      json.writeStringField("type", name);
      return;
    }
    json.writeArrayFieldStart("type");
    json.writeString(name);
    json.writeString("null");
    json.writeEndArray();
  }

  private void description(String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField("description", text);
    }
  }
}
