package dev.codex.hook;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a {@code hooks.json}. A file that does not fit its shape holds no hooks at all; a
 * matcher that is no pattern takes only its own group away. The notices are in Codex's words, which
 * people look for.
 */
record HooksFile(List<Entry> entries, List<String> notices) {

  private static final Duration STANDARD_TIMEOUT = Duration.ofMinutes(10);

  /** In this order Codex numbers the hooks of a file. */
  private static final List<String> ORDER = List.of(
      "PreToolUse",
      "PermissionRequest",
      "PostToolUse",
      "PreModelRequest",
      "PostModelRequest",
      "PreCompact",
      "PostCompact",
      "SessionStart",
      "SessionEnd",
      "UserPromptSubmit",
      "SubagentStart",
      "SubagentStop",
      "Stop",
      "Interrupt");

  /**
   * One command.
   *
   * @param id number and file, as hook runs are named
   */
  record Entry(String event, HookMatcher matcher, String command, Duration timeout, String id) {}

  HooksFile {
    entries = List.copyOf(entries);
    notices = List.copyOf(notices);
  }

  static HooksFile empty() {
    return new HooksFile(List.of(), List.of());
  }

  static HooksFile unreadable(String notice) {
    return new HooksFile(List.of(), List.of(notice));
  }

  static HooksFile parse(Path file, String json) {
    try (JsonParser parser = Json.parser(json)) {
      try {
        return new Reader(file, parser).read();
      } catch (JsonProcessingException e) {
        return unreadable("failed to parse hooks config " + file + ": " + syntax(parser, e, json));
      } catch (Misfit e) {
        return unreadable("failed to parse hooks config " + file + ": " + e.getMessage());
      }
    } catch (IOException e) {
      return unreadable("failed to read hooks config " + file + ": " + e.getMessage());
    }
  }

  private static String syntax(JsonParser parser, JsonProcessingException e, String json) {
    if (e instanceof JsonEOFException) {
      String inside = parser.getParsingContext().inArray() ? "a list" : "an object";
      long lines = json.lines().count();
      int column = json.length() - (json.lastIndexOf('\n') + 1);
      return "EOF while parsing " + inside + " at line " + lines + " column " + column;
    }
    JsonLocation at = e.getLocation();
    String place = at == null
        ? ""
        : " at line " + at.getLineNr() + " column " + Math.max(0, at.getColumnNr() - 1);
    return e.getOriginalMessage() + place;
  }

  /** The file is JSON but not of the right shape. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String what, JsonLocation at) {
      super(what + " at line " + at.getLineNr() + " column " + Math.max(0, at.getColumnNr() - 1));
    }
  }

  /** Reads one file from front to back. */
  private static final class Reader {
    private final Path file;
    private final JsonParser parser;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private record Draft(String event, HookMatcher matcher, Command command) {}

    private record Command(String text, Duration timeout) {}

    Reader(Path file, JsonParser parser) {
      this.file = file;
      this.parser = parser;
    }

    HooksFile read() throws IOException, Misfit {
      if (parser.nextToken() == null) {
        throw new Misfit("EOF while parsing a value", parser.currentLocation());
      }
      expect(JsonToken.START_OBJECT, "an object");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("hooks")) {
          events();
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new Misfit("trailing characters", parser.currentTokenLocation());
      }
      return new HooksFile(numbered(), notices);
    }

    private List<Entry> numbered() {
      List<Draft> sorted = new ArrayList<>(drafts);
      sorted.sort(Comparator.comparingInt(draft -> ORDER.indexOf(draft.event)));
      List<Entry> entries = new ArrayList<>();
      for (Draft draft : sorted) {
        entries.add(new Entry(
            draft.event,
            draft.matcher,
            draft.command.text,
            draft.command.timeout,
            entries.size() + ":" + file));
      }
      return entries;
    }

    private void events() throws IOException, Misfit {
      expect(JsonToken.START_OBJECT, "struct HookEvents");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String event = parser.currentName();
        parser.nextToken();
        if (!ORDER.contains(event)) {
          parser.skipChildren();
          continue;
        }
        expect(JsonToken.START_ARRAY, "a sequence");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          group(event);
        }
      }
    }

    private void group(String event) throws IOException, Misfit {
      expect(JsonToken.START_OBJECT, "struct MatcherGroup");
      Optional<String> pattern = Optional.empty();
      List<Command> commands = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("matcher")) {
          pattern = Optional.ofNullable(text());
        } else if (name.equals("hooks")) {
          expect(JsonToken.START_ARRAY, "a sequence");
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            command(event).ifPresent(commands::add);
          }
        } else {
          parser.skipChildren();
        }
      }
      try {
        HookMatcher matcher = HookMatcher.of(event, pattern.orElse(""));
        commands.forEach(command -> drafts.add(new Draft(event, matcher, command)));
      } catch (HookMatcher.Invalid e) {
        notices.add("invalid matcher " + Json.quote(pattern.orElse("")) + " in " + file + ": "
            + e.getMessage());
      }
    }

    private Optional<Command> command(String event) throws IOException, Misfit {
      expect(JsonToken.START_OBJECT, "internally tagged enum HookHandlerConfig");
      String type = null;
      String command = null;
      Duration timeout = STANDARD_TIMEOUT;
      boolean async = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "type" -> type = type();
          case "command" -> command = text();
          case "timeout" -> timeout = timeout();
          case "async" -> async = parser.getValueAsBoolean();
          default -> parser.skipChildren();
        }
      }
      if (type == null) {
        throw new Misfit("missing field `type`", parser.currentLocation());
      }
      if (!type.equals("command")) {
        return skipped(event, "of type " + type);
      }
      if (command == null) {
        throw new Misfit("missing field `command`", parser.currentLocation());
      }
      if (async) {
        return skipped(event, "with async");
      }
      return command.isBlank()
          ? skipped(event, "without a command")
          : Optional.of(new Command(command, timeout));
    }

    private Optional<Command> skipped(String event, String which) {
      notices.add("a hook " + which + " for " + event + " in " + file + " is not run");
      return Optional.empty();
    }

    private String type() throws IOException, Misfit {
      String type = text();
      if (type == null || !List.of("command", "mcp_tool", "prompt", "agent").contains(type)) {
        throw new Misfit(
            "unknown variant `" + type
                + "`, expected one of `command`, `mcp_tool`, `prompt`, `agent`",
            parser.currentLocation());
      }
      return type;
    }

    private Duration timeout() throws IOException, Misfit {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return STANDARD_TIMEOUT;
      }
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw mismatch("u64");
      }
      return Duration.ofSeconds(Math.max(1, parser.getValueAsLong()));
    }

    private @Nullable String text() throws IOException, Misfit {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      expect(JsonToken.VALUE_STRING, "a string");
      return parser.getText();
    }

    private void expect(JsonToken token, String expected) throws IOException, Misfit {
      if (parser.currentToken() != token) {
        throw mismatch(expected);
      }
    }

    private Misfit mismatch(String expected) throws IOException {
      String found = switch (parser.currentToken()) {
        case VALUE_NUMBER_INT -> "integer `" + parser.getText() + "`";
        case VALUE_NUMBER_FLOAT -> "floating point `" + parser.getText() + "`";
        case VALUE_TRUE, VALUE_FALSE -> "boolean `" + parser.getText() + "`";
        case VALUE_STRING -> "string " + Json.quote(parser.getText());
        case START_ARRAY -> "sequence";
        case START_OBJECT -> "map";
        default -> "null";
      };
      JsonLocation at = parser.currentToken().isScalarValue()
          ? parser.currentLocation() // the parser that people know counts to the end of a scalar
          : parser.currentTokenLocation();
      return new Misfit("invalid type: " + found + ", expected " + expected, at);
    }
  }
}
