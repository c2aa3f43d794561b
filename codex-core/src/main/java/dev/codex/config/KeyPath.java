package dev.codex.config;

import java.util.ArrayList;
import java.util.List;

/** The dotted name of a setting: {@code model_providers."my gateway".base_url}. */
record KeyPath(List<String> parts) {

  KeyPath {
    parts = List.copyOf(parts);
  }

  static KeyPath of(String... parts) {
    return new KeyPath(List.of(parts));
  }

  /** Splits at dots that stand outside quotes; anything else may stand in a part. */
  static KeyPath parse(String dotted) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < dotted.length(); i++) {
      char c = dotted.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == '"' && c == '\\' && i + 1 < dotted.length()) {
        part.append(dotted.charAt(++i));
      } else if (quote == 0 && (c == '"' || c == '\'') && part.toString().isBlank()) {
        quote = c;
      } else if (quote == 0 && c == '.') {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    return new KeyPath(parts);
  }

  KeyPath plus(String part) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(part);
    return new KeyPath(longer);
  }

  KeyPath plus(KeyPath rest) {
    List<String> longer = new ArrayList<>(parts);
    longer.addAll(rest.parts);
    return new KeyPath(longer);
  }

  boolean startsWith(KeyPath prefix) {
    return parts.size() >= prefix.parts.size()
        && parts.subList(0, prefix.parts.size()).equals(prefix.parts);
  }

  boolean isBlank() {
    return parts.stream().anyMatch(String::isEmpty);
  }

  /** As it would be written in a file. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(text.length() == 0 ? "" : ".");
      boolean bare = !part.isEmpty() && part.chars().allMatch(KeyPath::isBare);
      text.append(bare ? part : '"' + part.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return text.toString();
  }

  static boolean isBare(int c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == '-';
  }
}
