package dev.codex.sandbox.rules;

import dev.codex.sandbox.rules.shell.QuotedWords;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The commands that a rule says it matches or not: words, or a line with quotes. */
final class Example {

  private Example() {}

  static List<List<String>> parse(List<Object> examples) {
    List<List<String>> commands = new ArrayList<>();
    for (Object example : examples) {
      if (example instanceof String line) {
        commands.add(words(line));
      } else if (example instanceof StarlarkList words) {
        commands.add(words(words));
      } else {
        throw new StarlarkException(
            "an example is a string or a list of strings, not a " + Values.type(example) + ".");
      }
    }
    return commands;
  }

  private static List<String> words(StarlarkList list) {
    List<String> words = new ArrayList<>();
    for (Object word : list.elements()) {
      if (!(word instanceof String text)) {
        throw new StarlarkException(
            "the words of an example must be strings, not " + Values.type(word) + ".");
      }
      words.add(text);
    }
    if (words.isEmpty()) {
      throw new StarlarkException("an example cannot be an empty list.");
    }
    return words;
  }

  private static List<String> words(String line) {
    List<String> words = QuotedWords.of(line)
        .orElseThrow(
            () -> new StarlarkException("an example has a quote that is not closed: " + line));
    if (words.isEmpty()) {
      throw new StarlarkException("an example cannot be an empty string.");
    }
    return words;
  }
}
