package dev.codex.sandbox.rules.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The options that a program may be given; any other is one too many. */
record OptionTable(String plain, String valued, Set<String> names, int maxOperands) {

  private static final int ANY = Integer.MAX_VALUE;

  /** The programs that only read, by name. */
  static Map<String, OptionTable> harmless() {
    Map<String, OptionTable> tables = new HashMap<>();
    try (InputStream in = OptionTable.class.getResourceAsStream("harmless-programs.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|", -1))
          .forEach(parts -> tables.put(parts[0].strip(), of(parts)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(tables);
  }

  private static OptionTable of(String[] parts) {
    String operands = parts[4].strip();
    int max =
        operands.equals("any") ? ANY : operands.equals("none") ? 0 : Integer.parseInt(operands);
    return new OptionTable(
        parts[1].strip(),
        parts[2].strip(),
        Set.copyOf(Arrays.asList(parts[3].strip().split(" +"))),
        max);
  }

  boolean permits(List<String> arguments) {
    int operands = 0;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("--")) {
        operands += arguments.size() - i - 1;
        break;
      }
      if (word.startsWith("--")) {
        int consumed = named(word.substring(2));
        if (consumed < 0) {
          return false;
        }
        i += consumed;
      } else if (word.length() > 1 && word.startsWith("-")) {
        int consumed = letters(word);
        if (consumed < 0) {
          return false;
        }
        i += consumed;
      } else {
        operands++;
      }
    }
    return operands <= maxOperands;
  }

  /** How many words after it are its value; negative if there is no such option. */
  private int named(String option) {
    int equals = option.indexOf('=');
    if (equals >= 0) {
      return names.contains(option.substring(0, equals + 1)) ? 0 : -1;
    }
    if (names.contains(option)) {
      return 0;
    }
    return names.contains(option + "=") ? 1 : -1;
  }

  private int letters(String word) {
    if (plain.contains("#") && word.matches("-[0-9]+")) {
      return 0;
    }
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (valued.indexOf(letter) >= 0) {
        return i + 1 < word.length() ? 0 : 1;
      }
      if (letter == '#' || plain.indexOf(letter) < 0) {
        return -1;
      }
    }
    return 0;
  }
}
