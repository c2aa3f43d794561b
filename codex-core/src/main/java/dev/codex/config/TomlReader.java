package dev.codex.config;

import dev.codex.config.Node.Leaf;
import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import dev.codex.internal.toml.Toml;
import dev.codex.internal.toml.TomlException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads TOML text into tables. */
final class TomlReader {

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
    } catch (TomlException e) {
      String place = ":" + e.line() + ":" + e.column();
      throw new ConfigException(source.name() + place + ": this is not TOML: " + e.getMessage(), e);
    }
  }

  /** Reads a document of which it is not known whether it is TOML. */
  static Table parse(Source source) throws TomlException {
    return table(Toml.parse(source.text()), source);
  }

  private static Table table(Map<?, ?> values, Source source) {
    Map<String, Node> entries = new LinkedHashMap<>();
    values.forEach((name, value) -> entries.put(
        (String) name,
        value instanceof Map<?, ?> inner ? table(inner, source) : new Leaf(value, source)));
    return new Table(entries);
  }
}
