package dev.codex.internal.harm;

import dev.codex.internal.harm.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands behind the name of a program. */
record Arguments(List<Word> words) {

  /** Those that are no options. */
  List<Word> operands() {
    List<Word> operands = new ArrayList<>();
    boolean all = false;
    for (Word word : words) {
      if (!all && word.text().equals("--")) {
        all = true;
      } else if (all || !word.text().startsWith("-") || !word.isExact()) {
        operands.add(word);
      }
    }
    return operands;
  }

  /** Whether there is an option of one of these letters or names. */
  boolean has(String letters, String... names) {
    Set<String> known = Set.of(names);
    return words.stream()
        .map(Word::text)
        .anyMatch(text -> known.contains(text)
            || text.matches("-[A-Za-z]+") && text.chars().anyMatch(c -> letters.indexOf(c) >= 0));
  }

  /** The folder that is named in front of what goes into it. */
  Optional<Word> into() {
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.text().matches("-[a-zA-Z]*t|--target-directory") && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      } else if (word.text().startsWith("--target-directory=")) {
        return Optional.of(
            new Word(word.text().substring(word.text().indexOf('=') + 1), word.isExact(), false));
      }
    }
    return Optional.empty();
  }

  /** What a shell is told to run. */
  Optional<String> inline() {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).text().matches("-[a-zA-Z]*c[a-zA-Z]*")) {
        return Optional.of(words.get(i + 1).text());
      }
    }
    return Optional.empty();
  }

  String joined() {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(word.text()).append(' '));
    return text.toString();
  }
}
