package dev.codex.sandbox.rules.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a command's arguments is no option. */
final class Operands {

  private Operands() {}

  /** The operands, without the values of these options. */
  static List<String> of(List<String> arguments, Set<String> valued) {
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("--")) {
        operands.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      }
      if (valued.contains(word)) {
        i++;
      } else if (!word.startsWith("-")) {
        operands.add(word);
      }
    }
    return operands;
  }
}
