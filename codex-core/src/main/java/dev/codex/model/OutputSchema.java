package dev.codex.model;

/**
 * The shape that an answer must have.
 *
 * @param name what the server calls it; letters, digits, underscore and hyphen
 * @param json JSON Schema within the strict subset: every object closed, every property required
 */
public record OutputSchema(String name, String json) {

  /** Codex's name for the schema of a turn. */
  public static OutputSchema of(String json) {
    return new OutputSchema("codex_output_schema", json);
  }
}
