package dev.codex.internal.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import dev.codex.internal.json.Json;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values, records and collections as JSON that {@link RecordReader} reads back. Maps
 * become objects, and a record that is an arm of a sealed interface says so in {@code type}.
 */
public final class JsonWriter {

  private static final int MAX_DEPTH = 500;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final List<Class<?>> TEXTS = List.of(
      CharSequence.class,
      Character.class,
      Path.class,
      File.class,
      URI.class,
      URL.class,
      UUID.class,
      TemporalAccessor.class,
      TemporalAmount.class,
      ZoneId.class);

  private final JsonGenerator json;
  private final Map<Class<?>, List<Method>> accessors = new HashMap<>();

  private JsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The JSON text of a value.
   *
   * @throws IllegalArgumentException if some part has no JSON form; the message names its type and
   *     place
   */
  public static String toJson(@Nullable Object value) {
    return Json.text(json -> new JsonWriter(json).write(value));
  }

  private void write(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name());
    } else if (value instanceof Record fields) {
      fields(fields);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Collection<?> elements) {
      startArray(value);
      for (Object element : elements) {
        write(element);
      }
      json.writeEndArray();
    } else if (value.getClass().isArray()) {
      startArray(value);
      for (int i = 0; i < Array.getLength(value); i++) {
        write(Array.get(value, i));
      }
      json.writeEndArray();
    } else if (TEXTS.stream().anyMatch(type -> type.isInstance(value))) {
      json.writeString(value.toString());
    } else {
      optional(value);
    }
  }

  private void optional(Object value) throws IOException {
    if (value instanceof Optional<?> optional) {
      write(optional.orElse(null));
    } else if (value instanceof OptionalInt optional) {
      write(optional.isPresent() ? optional.getAsInt() : null);
    } else if (value instanceof OptionalLong optional) {
      write(optional.isPresent() ? optional.getAsLong() : null);
    } else if (value instanceof OptionalDouble optional) {
      write(optional.isPresent() ? optional.getAsDouble() : null);
    } else {
      throw unwritable(value, "use a record, a collection, a string or a number");
    }
  }

  private void number(Number number) throws IOException {
    String text = number.toString();
    if (!NUMBER.matcher(text).matches()) {
      throw unwritable(number, "JSON has no " + text);
    }
    json.writeNumber(text);
  }

  private void map(Map<?, ?> map) throws IOException {
    startObject(map);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(key(entry.getKey()));
      write(entry.getValue());
    }
    json.writeEndObject();
  }

  private String key(@Nullable Object key) {
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    if (key instanceof Number || TEXTS.stream().anyMatch(type -> type.isInstance(key))) {
      return String.valueOf(key);
    }
    throw key == null
        ? new IllegalArgumentException("a map with the key null cannot be written as JSON")
        : unwritable(key, "the keys of a map must be strings");
  }

  private void fields(Record value) throws IOException {
    Class<?> type = value.getClass();
    List<Method> components = accessors.computeIfAbsent(type, JsonWriter::accessorsOf);
    startObject(value);
    if (isArm(type) && components.stream().noneMatch(part -> part.getName().equals("type"))) {
      json.writeStringField(RecordShape.TAG, type.getSimpleName());
    }
    for (Method component : components) {
      json.writeFieldName(component.getName());
      write(get(component, value));
    }
    json.writeEndObject();
  }

  private static boolean isArm(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .anyMatch(parent -> parent.isSealed() || isArm(parent));
  }

  private static List<Method> accessorsOf(Class<?> type) {
    List<Method> accessors = Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getAccessor)
        .toList();
    for (Method accessor : accessors) {
      if (!accessor.trySetAccessible()) {
        throw new IllegalArgumentException(String.format(
            "%s cannot be read; add \"opens %s to dev.codex.core;\" to the module %s",
            type.getName(), type.getPackageName(), type.getModule().getName()));
      }
    }
    return accessors;
  }

  private static @Nullable Object get(Method accessor, Record value) {
    try {
      return accessor.invoke(value);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("cannot read " + accessor, e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }

  private void startObject(Object value) throws IOException {
    checkDepth(value);
    json.writeStartObject();
  }

  private void startArray(Object value) throws IOException {
    checkDepth(value);
    json.writeStartArray();
  }

  private void checkDepth(Object value) {
    if (json.getOutputContext().getNestingDepth() >= MAX_DEPTH) {
      throw new IllegalArgumentException("a "
          + value.getClass().getName()
          + " is nested more than "
          + MAX_DEPTH
          + " deep; does it contain itself?");
    }
  }

  private IllegalArgumentException unwritable(Object value, String remedy) {
    JsonStreamContext context = json.getOutputContext();
    String place = context.inArray()
        ? context.getParent().pathAsPointer() + "/" + context.getEntryCount()
        : context.pathAsPointer().toString();
    return new IllegalArgumentException(String.format(
        "a %s at \"%s\" cannot be written as JSON; %s", value.getClass().getName(), place, remedy));
  }
}
