package dev.codex.internal.schema;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.List;

/**
 * The strict JSON Schema of a record. The text is the same on every run: properties stand in the
 * order of the components. A type that is no record is wrapped into an object with one property
 * {@code value}, which {@link RecordReader} takes off again.
 */
public final class RecordSchema {

  private final String json;

  private RecordSchema(String json) {
    this.json = json;
  }

  /**
   * The schema of a record, or of any type that may stand in one.
   *
   * @throws IllegalArgumentException if a part has none; the message names the component, its type
   *     and what to use instead
   */
  public static RecordSchema of(Type type) {
    return new RecordSchema(StrictSchema.text(ShapeCompiler.compile(type)));
  }

  /** The schema of some parameters of a method, as of a record with these components. */
  public static RecordSchema of(Method method, List<Parameter> parameters) {
    return new RecordSchema(StrictSchema.text(ShapeCompiler.compile(method, parameters)));
  }

  public String json() {
    return json;
  }
}
