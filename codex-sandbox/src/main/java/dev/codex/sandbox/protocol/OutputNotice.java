package dev.codex.sandbox.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.internal.rpc.JsonSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The notification {@code process/output}: the one message of which there are many, so it is read
 * and written without a tree in between.
 */
public record OutputNotice(String processId, long sequence, String stream, byte[] chunk) {

  private static final byte[] END = {'"', '}', '}'};

  /** The whole message, with the first bytes of the source as the chunk. */
  public static byte[] encode(
      String processId, long sequence, String stream, byte[] source, int length) {
    byte[] head = ("{\"method\":\"process/output\",\"params\":{\"processId\":"
            + Json.quote(processId)
            + ",\"seq\":"
            + sequence
            + ",\"stream\":\""
            + stream
            + "\",\"chunk\":\"")
        .getBytes(StandardCharsets.UTF_8);
    byte[] exact = length == source.length ? source : java.util.Arrays.copyOf(source, length);
    byte[] text = Base64.getEncoder().encode(exact);
    byte[] message = new byte[head.length + text.length + END.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(text, 0, message, head.length, text.length);
    System.arraycopy(END, 0, message, head.length + text.length, END.length);
    return message;
  }

  /** Reads the parameters. */
  public static OutputNotice decode(JsonSlice params) throws IOException {
    String processId = "";
    String stream = "";
    long sequence = 0;
    byte[] chunk = new byte[0];
    try (JsonParser parser = params.parser()) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "processId" -> processId = parser.getText();
          case "stream" -> stream = parser.getText();
          case "seq" -> sequence = parser.getLongValue();
          case "chunk" -> chunk = parser.getBinaryValue();
          default -> parser.skipChildren();
        }
      }
    }
    return new OutputNotice(processId, sequence, stream, chunk);
  }
}
