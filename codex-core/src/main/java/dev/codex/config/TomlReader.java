package dev.codex.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import dev.codex.config.Node.Leaf;
import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads TOML text into tables. */
final class TomlReader {

  private static final TomlFactory FACTORY = new TomlFactory();

  private TomlReader() {}

  static Table readFile(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (MalformedInputException e) {
      throw new ConfigException(file + " is not UTF-8. Save it as UTF-8.", e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
    Path folder = file.toAbsolutePath().getParent();
    return read(new Source(file.toString(), folder, text));
  }

  /**
   * Reads a whole document.
   *
   * @throws ConfigException with line and column if it is not TOML
   */
  static Table read(Source source) {
    try {
      return parse(source);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new ConfigException(
          source.name() + place + ": this is not TOML: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads a document of which it is not known whether it is TOML. */
  static Table parse(Source source) throws JsonProcessingException {
    try (JsonParser parser = FACTORY.createParser(source.text())) {
      parser.nextToken();
      return table(parser, source);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table table(JsonParser parser, Source source) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      entries.put(
          name,
          token == JsonToken.START_OBJECT
              ? table(parser, source)
              : new Leaf(value(parser), source));
    }
    return new Table(entries);
  }

  private static Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_ARRAY:
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        return List.copyOf(list);
      case START_OBJECT:
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        return Map.copyOf(map);
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NUMBER_INT:
        boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return fits ? (Object) parser.getLongValue() : parser.getText();
      case VALUE_NUMBER_FLOAT:
        return parser.getDoubleValue();
      default:
        return parser.getText();
    }
  }
}
