package dev.codex.tools.shell;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.error.ToolException;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model passes to {@code exec_command}. Unknown arguments are ignored and null is as good as
 * absent; absent text is empty.
 */
record ExecArguments(
    String script,
    String workingDirectory,
    String shell,
    Optional<Boolean> login,
    int maxOutputTokens,
    boolean isEscalated,
    String justification) {

  static final int STANDARD_OUTPUT_TOKENS = 10_000;

  /**
   * Reads JSON.
   *
   * @throws ToolException if it does not fit, in the words that models know from Codex
   */
  static ExecArguments parse(String json) {
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw mismatch(parser, "struct ExecCommandArgs");
      }
      Draft draft = new Draft();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        draft.accept(name, parser);
      }
      if (draft.script == null) {
        throw invalid("missing field `cmd`", parser.currentLocation().getColumnNr() - 1);
      }
      return draft.finish(draft.script);
    } catch (JsonProcessingException e) {
      throw new ToolException("failed to parse function arguments: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ToolException("failed to parse function arguments: " + e.getMessage(), e);
    }
  }

  private static ToolException invalid(String what, int column) {
    return new ToolException(
        "failed to parse function arguments: " + what + " at line 1 column " + column);
  }

  private static ToolException mismatch(JsonParser parser, String expected) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return invalid("EOF while parsing a value", 0);
    }
    JsonLocation start = parser.currentTokenLocation();
    int column = start.getColumnNr();
    String found = switch (token) {
      case VALUE_NUMBER_INT -> "integer `" + parser.getText() + "`";
      case VALUE_NUMBER_FLOAT -> "floating point `" + parser.getText() + "`";
      case VALUE_TRUE, VALUE_FALSE -> "boolean `" + parser.getText() + "`";
      case VALUE_STRING -> "string " + Json.quote(parser.getText());
      case START_ARRAY -> "sequence";
      case START_OBJECT -> "map";
      default -> "null";
    };
    // the parser that models know counts up to the end of a scalar
    if (token == JsonToken.VALUE_STRING) {
      column = parser.currentLocation().getColumnNr() - 1;
    } else if (token.isScalarValue()) {
      column += parser.getTextLength() - 1;
    }
    return invalid("invalid type: " + found + ", expected " + expected, column);
  }

  /** The arguments as far as they were read. */
  private static final class Draft {
    private @Nullable String script;
    private String workingDirectory = "";
    private String shell = "";
    private Optional<Boolean> login = Optional.empty();
    private int maxOutputTokens = STANDARD_OUTPUT_TOKENS;
    private boolean escalated;
    private String justification = "";

    void accept(String name, JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL && !name.equals("cmd")) {
        return;
      }
      switch (name) {
        case "cmd" -> script = text(parser);
        case "workdir" -> workingDirectory = text(parser);
        case "shell" -> shell = text(parser);
        case "justification" -> justification = text(parser);
        case "login" -> login = Optional.of(flag(parser));
        case "max_output_tokens" -> maxOutputTokens = count(parser);
        case "sandbox_permissions" -> escalated = escalated(parser);
        default -> parser.skipChildren();
      }
    }

    private static String text(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw mismatch(parser, "a string");
      }
      return parser.getText();
    }

    private static boolean flag(JsonParser parser) throws IOException {
      if (!parser.currentToken().isBoolean()) {
        throw mismatch(parser, "a boolean");
      }
      return parser.getBooleanValue();
    }

    private static int count(JsonParser parser) throws IOException {
      if (!parser.currentToken().isNumeric()) {
        throw mismatch(parser, "usize");
      }
      double value = parser.getDoubleValue();
      return (int) Math.max(0, Math.min(value, Integer.MAX_VALUE >> 3));
    }

    private static boolean escalated(JsonParser parser) throws IOException {
      String value = text(parser);
      return switch (value) {
        case "use_default" -> false;
        case "require_escalated" -> true;
        default ->
          throw invalid(
              "unknown variant `" + value + "`, expected `use_default` or `require_escalated`",
              parser.currentLocation().getColumnNr() - 1);
      };
    }

    ExecArguments finish(String script) {
      return new ExecArguments(
          script, workingDirectory, shell, login, maxOutputTokens, escalated, justification);
    }
  }
}
