package dev.codex.internal.rpc;

import com.fasterxml.jackson.core.JsonParser;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One JSON value inside a message, not yet read.
 *
 * @param bytes the whole message; never changed
 */
public record JsonSlice(byte[] bytes, int offset, int length) {

  static final JsonSlice NULL = of("null");

  static JsonSlice of(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new JsonSlice(bytes, 0, bytes.length);
  }

  /** A parser that stands before the value. */
  public JsonParser parser() throws IOException {
    return Json.parser(bytes, offset, length);
  }

  @Override
  public String toString() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
