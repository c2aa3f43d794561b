package dev.codex.internal.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A message in either direction. Ids are kept as their JSON text, since both kinds are allowed. */
public sealed interface RpcMessage {

  /** What is nested deeper or has more values than this is nothing that anybody sends honestly. */
  int MAX_VALUES = 262_144;

  int MAX_DEPTH = 128;

  /** Wants an answer. */
  record Call(String id, String method, JsonSlice params) implements RpcMessage {}

  /** Wants none. */
  record Notification(String method, JsonSlice params) implements RpcMessage {}

  /** The good answer. */
  record Result(String id, JsonSlice value) implements RpcMessage {}

  /** The bad answer. */
  record Failure(String id, int code, String message) implements RpcMessage {}

  /**
   * Reads a message.
   *
   * @throws IOException if it is none, or one that is made to hurt
   */
  static RpcMessage decode(byte[] message) throws IOException {
    try (JsonParser parser = Json.parser(message)) {
      Parts parts = new Parts();
      parts.read(parser, message);
      return parts.message();
    } catch (NumberFormatException e) {
      throw new IOException("a number is out of all bounds");
    }
  }

  /** The members of a message while it is read. */
  final class Parts {
    private @Nullable String id;
    private @Nullable String method;
    private @Nullable JsonSlice params;
    private @Nullable JsonSlice result;
    private boolean failed;
    private int code;
    private String text = "";
    private int values;

    private Parts() {}

    private void read(JsonParser parser, byte[] message) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a message must be an object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "id" -> id = id(parser);
          case "method" -> method = Json.textOrNull(parser);
          case "params" -> params = slice(parser, message);
          case "result" -> result = slice(parser, message);
          case "error" -> error(parser);
          default -> skip(parser);
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("there is more after the message");
      }
    }

    private static @Nullable String id(JsonParser parser) throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_STRING -> Json.quote(parser.getText());
        case VALUE_NUMBER_INT -> Long.toString(parser.getLongValue());
        case VALUE_NULL -> null;
        default -> throw new IOException("an id must be a string or an integer");
      };
    }

    private JsonSlice slice(JsonParser parser, byte[] message) throws IOException {
      if (!parser.currentToken().isStructStart()) {
        return JsonSlice.of(Json.copy(parser));
      }
      int start = (int) parser.currentTokenLocation().getByteOffset();
      skip(parser);
      int end = (int) parser.currentLocation().getByteOffset();
      return new JsonSlice(message, start, end - start);
    }

    private void skip(JsonParser parser) throws IOException {
      int depth = 0;
      do {
        JsonToken token = parser.currentToken();
        if (token == null) {
          throw new IOException("the message is cut off");
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        }
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
          throw new IOException("a message may have " + MAX_VALUES + " values, nested " + MAX_DEPTH
              + " deep, and no more");
        }
      } while (depth > 0 && advance(parser));
    }

    private static boolean advance(JsonParser parser) throws IOException {
      parser.nextToken();
      return true;
    }

    private void error(JsonParser parser) throws IOException {
      failed = true;
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        text = Json.textOrJson(parser);
        return;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("code") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          code = parser.getIntValue();
        } else if (name.equals("message")) {
          text = Json.textOrJson(parser);
        } else {
          skip(parser);
        }
      }
    }

    private RpcMessage message() throws IOException {
      JsonSlice arguments = params == null ? JsonSlice.NULL : params;
      if (method != null) {
        return id == null ? new Notification(method, arguments) : new Call(id, method, arguments);
      }
      if (id != null && failed) {
        return new Failure(id, code, text);
      }
      if (id != null && result != null) {
        return new Result(id, result);
      }
      throw new IOException("a message must have a method, or an id and a result or an error");
    }
  }
}
