package dev.codex.config;

import dev.codex.config.Node.Leaf;
import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import dev.codex.internal.toml.TomlException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One {@code key=value} of a command line. */
final class CommandLineSetting {

  private CommandLineSetting() {}

  /** A table that holds the one setting. What is not TOML right of the sign is text. */
  static Table parse(String text) {
    int sign = sign(text);
    KeyPath key = sign < 0 ? KeyPath.of("") : KeyPath.parse(text.substring(0, sign));
    if (key.isBlank()) {
      throw new ConfigException(
          "The override '" + text + "' is not of the form key=value, as in model=\"gpt-5.5\".");
    }
    Source source = new Source("-c " + key, null, text);
    return Table.of(key, value(text.substring(sign + 1), source));
  }

  private static Node value(String text, Source source) {
    try {
      Table table = TomlReader.parse(new Source(source.name(), null, "value = " + text));
      Node value = table.entries().get("value");
      if (value != null && table.entries().size() == 1) {
        return relocate(value, source);
      }
    } catch (TomlException e) {
      // Codex's rule: what is no TOML value is a text, so that nobody has to quote twice.
    }
    String bare = text.strip();
    boolean quoted = bare.length() > 1
        && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
        && bare.charAt(bare.length() - 1) == bare.charAt(0);
    return new Leaf(quoted ? bare.substring(1, bare.length() - 1) : bare, source);
  }

  private static Node relocate(Node node, Source source) {
    if (node instanceof Leaf leaf) {
      return new Leaf(leaf.value(), source);
    }
    Map<String, Node> entries = new LinkedHashMap<>();
    ((Table) node).entries().forEach((name, inner) -> entries.put(name, relocate(inner, source)));
    return new Table(entries);
  }

  /** The first equals sign outside quotes. */
  private static int sign(String text) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '=') {
        return i;
      }
    }
    return -1;
  }
}
