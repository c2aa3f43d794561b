package dev.codex.internal.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON against a schema of the strict subset, for schemas that come as text. Keywords
 * outside the subset are not looked at. A check is immutable and thread-safe.
 */
public final class SchemaCheck {

  private final @Nullable Object schema;

  private SchemaCheck(@Nullable Object schema) {
    this.schema = schema;
  }

  /**
   * A check against the schema.
   *
   * @throws IllegalArgumentException if the text is no JSON
   */
  public static SchemaCheck of(String schema) {
    try {
      return new SchemaCheck(JsonValues.parse(schema));
    } catch (JsonValues.Malformed e) {
      throw new IllegalArgumentException("The schema cannot be used: " + e.getMessage());
    }
  }

  /** What does not fit, at most five problems; none if the text fits. */
  public List<String> problems(String json) {
    Object value;
    try {
      value = JsonValues.parse(json);
    } catch (JsonValues.Malformed e) {
      return List.of(e.getMessage());
    }
    Problems problems = new Problems();
    new SchemaWalk(schema).check(schema, value, "$", problems);
    return problems.shown();
  }
}
