package dev.codex.internal.harm;

import dev.codex.internal.harm.Script.Word;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scripts that programs are told to run by their arguments. */
final class InlineScripts {

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "zsh", "dash", "ksh", "fish", "ash");

  /** Where options may have their value in the same word. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:-[a-zA-Z]*?c|--(?:session-)?command=?)(.*)", Pattern.DOTALL);

  /** Options of {@code watch} whose value is the next word. */
  private static final Pattern WITH_VALUE = Pattern.compile("-[a-zA-Z]*[nq]|--interval|--equexit");

  private InlineScripts() {}

  static boolean isShell(String name) {
    return SHELLS.contains(name);
  }

  /** What the program of this name is told to run. */
  static Optional<String> of(String name, Arguments arguments) {
    return switch (name) {
      case "eval" -> Optional.of(arguments.joined());
      case "trap" -> arguments.operands().stream().findFirst().map(Word::text);
      case "su" -> command(arguments);
      case "script" -> command(arguments).or(() -> behindOperand(arguments));
      case "watch" -> behindOptions(arguments);
      default -> isShell(name) ? arguments.inline() : Optional.empty();
    };
  }

  private static Optional<String> command(Arguments arguments) {
    List<Word> words = arguments.words();
    for (int i = 0; i < words.size(); i++) {
      Matcher option = COMMAND.matcher(words.get(i).text());
      if (option.matches()) {
        return !option.group(1).isEmpty()
            ? Optional.of(option.group(1))
            : words.stream().skip(i + 1L).findFirst().map(Word::text);
      }
    }
    return Optional.empty();
  }

  /** As {@code script} of the BSDs has it, behind the file that it writes. */
  private static Optional<String> behindOperand(Arguments arguments) {
    List<Word> operands = arguments.operands();
    if (operands.size() < 2) {
      return Optional.empty();
    }
    List<Word> words = arguments.words();
    return Optional.of(joined(words, words.indexOf(operands.get(0)) + 1));
  }

  private static Optional<String> behindOptions(Arguments arguments) {
    List<Word> words = arguments.words();
    int i = 0;
    while (i < words.size() && words.get(i).text().startsWith("-")) {
      i += WITH_VALUE.matcher(words.get(i).text()).matches() ? 2 : 1;
    }
    return i < words.size() ? Optional.of(joined(words, i)) : Optional.empty();
  }

  private static String joined(List<Word> words, int from) {
    return new Arguments(words.subList(from, words.size())).joined();
  }
}
