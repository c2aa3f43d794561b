package dev.codex.internal.schema;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes Java values out of JSON values and collects what does not fit. Where there was a problem
 * the result is null and of no use.
 */
final class RecordBinder {

  /** Values in values; far from the end of the smallest stack, and more than anybody means. */
  private static final int MAX_DEPTH = 300;

  /** What becomes of properties that a record does not have. */
  enum Extras {
    IGNORED,
    REFUSED
  }

  private final Problems problems;
  private final Extras extras;
  private int depth;

  RecordBinder(Problems problems, Extras extras) {
    this.problems = problems;
    this.extras = extras;
  }

  @Nullable
  Object bind(Shape shape, @Nullable Object value, String path) {
    if (depth == MAX_DEPTH) {
      problems.add("the JSON is nested too deeply for its schema");
      return null;
    }
    depth++;
    try {
      return bound(shape, value, path);
    } finally {
      depth--;
    }
  }

  private @Nullable Object bound(Shape shape, @Nullable Object value, String path) {
    if (shape instanceof Shape.Maybe maybe) {
      int before = problems.count();
      Object inner = value == null ? null : bind(maybe.inner(), value, path);
      return problems.count() > before ? null : maybe.holder().of(inner);
    }
    if (value == null) {
      problems.mismatch(path, shape.expected(), null);
      return null;
    }
    if (shape instanceof Scalar scalar) {
      return scalar(scalar, value, path);
    }
    if (shape instanceof Shape.Constants constants) {
      Enum<?> constant = value instanceof String name ? constants.byName().get(name) : null;
      if (constant == null) {
        problems.unknownName(path, constants.byName().keySet(), value);
      }
      return constant;
    }
    if (shape instanceof Shape.Sequence sequence) {
      return sequence(sequence, value, path);
    }
    if (shape instanceof Shape.Entries entries) {
      return entries(entries, value, path);
    }
    if (!(value instanceof Map<?, ?> object)) {
      problems.mismatch(path, shape.expected(), value);
      return null;
    }
    return shape instanceof Shape.Choice choice
        ? choice(choice, object, path)
        : fields((RecordShape) shape, object, path);
  }

  private @Nullable Object scalar(Scalar scalar, Object value, String path) {
    Object converted = scalar.convert(value);
    if (converted == null) {
      problems.mismatch(path, scalar.expectedInsteadOf(value), value);
    }
    return converted;
  }

  private @Nullable Object sequence(Shape.Sequence sequence, Object value, String path) {
    if (!(value instanceof List<?> array)) {
      problems.mismatch(path, sequence.expected(), value);
      return null;
    }
    int before = problems.count();
    List<@Nullable Object> elements = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      elements.add(bind(sequence.element(), array.get(i), path + "[" + i + "]"));
    }
    return problems.count() > before ? null : sequence.of(elements);
  }

  /** Entries as the schema has them, or the plain object that lenient models send. */
  private @Nullable Object entries(Shape.Entries entries, Object value, String path) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    int before = problems.count();
    if (value instanceof Map<?, ?> object) {
      object.forEach((key, inner) -> {
        String name = String.valueOf(key);
        map.put(name, bind(entries.value(), inner, Problems.child(path, name)));
      });
    } else if (value instanceof List<?> array) {
      for (int i = 0; i < array.size(); i++) {
        entry(entries, array.get(i), path + "[" + i + "]", map);
      }
    } else {
      problems.mismatch(path, entries.expected(), value);
    }
    return problems.count() > before ? null : Collections.unmodifiableMap(map);
  }

  private void entry(
      Shape.Entries entries,
      @Nullable Object value,
      String path,
      Map<String, @Nullable Object> map) {
    if (!(value instanceof Map<?, ?> object)) {
      problems.mismatch(path, "an object with key and value", value);
    } else if (!(object.get("key") instanceof String key)) {
      problems.mismatch(path + ".key", "a string", object.get("key"));
    } else if (map.containsKey(key)) {
      problems.add(path + ".key repeats " + Problems.quoted(key));
    } else {
      map.put(key, bind(entries.value(), object.get(StrictSchema.VALUE), path + ".value"));
    }
  }

  private @Nullable Object choice(Shape.Choice choice, Map<?, ?> object, String path) {
    Object tag = object.get(RecordShape.TAG);
    for (RecordShape arm : choice.arms) {
      if (arm.tag.equals(tag)) {
        return fields(arm, object, path);
      }
    }
    if (tag == null) {
      problems.missing(path, RecordShape.TAG, Problems.oneOf(choice.tags()), List.of());
    } else {
      problems.unknownName(path + "." + RecordShape.TAG, choice.tags(), tag);
    }
    return null;
  }

  private @Nullable Object fields(RecordShape shape, Map<?, ?> object, String path) {
    int before = problems.count();
    if (extras == Extras.REFUSED) {
      unknownNames(shape, object)
          .forEach(name ->
              problems.add(Problems.child(path, name) + " is not in the schema; leave it out"));
    }
    Object[] arguments = new Object[shape.parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      RecordShape.Part part = shape.parts.get(i);
      if (object.containsKey(part.name()) || part.shape() instanceof Shape.Maybe) {
        Object value = object.get(part.name());
        arguments[i] = bind(part.shape(), value, path + part.suffix());
      } else {
        problems.missing(path, part.name(), part.shape().expected(), unknownNames(shape, object));
      }
    }
    return problems.count() > before ? null : create(shape, arguments, path);
  }

  private static Collection<String> unknownNames(RecordShape shape, Map<?, ?> object) {
    List<String> names = new ArrayList<>();
    object.keySet().forEach(name -> names.add(String.valueOf(name)));
    names.removeAll(shape.names());
    return names;
  }

  private @Nullable Object create(RecordShape shape, Object[] arguments, String path) {
    if (shape.constructor == null) {
      return arguments;
    }
    try {
      return shape.constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      refused(shape, e.getCause(), path);
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create " + shape.type, e);
    }
  }

  /** A refusal is for the model to read; any other exception is a bug of the record. */
  private void refused(RecordShape shape, @Nullable Throwable reason, String path) {
    if (reason instanceof IllegalArgumentException || reason instanceof NullPointerException) {
      String message = reason.getMessage() == null ? "" : ": " + reason.getMessage();
      problems.add(path + " is no valid " + shape.type.getSimpleName() + message);
      return;
    }
    if (reason instanceof RuntimeException bug) {
      throw bug;
    }
    if (reason instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException("cannot create " + shape.type, reason);
  }
}
