package dev.codex.internal.harm;

import dev.codex.internal.harm.Script.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words before a command that leave it the same command, and what belongs to them. */
final class Wrappers {

  /** The program or keyword, and its one-letter options whose value is the next word. */
  private static final Map<String, String> OPTIONS = Map.ofEntries(
      Map.entry("sudo", "ugphCrtTUDR"),
      Map.entry("doas", "uC"),
      Map.entry("env", "uC"),
      Map.entry("nohup", ""),
      Map.entry("nice", "n"),
      Map.entry("ionice", "cnpPu"),
      Map.entry("timeout", "sk"),
      Map.entry("time", "fo"),
      Map.entry("command", ""),
      Map.entry("builtin", ""),
      Map.entry("exec", "a"),
      Map.entry("stdbuf", "ioe"),
      Map.entry("setsid", ""),
      Map.entry("busybox", ""),
      Map.entry("xargs", "dEILnPsa"),
      Map.entry("parallel", "jNnaIdS"),
      Map.entry("chroot", ""),
      Map.entry("unshare", "SG"),
      Map.entry("flock", "wE"),
      Map.entry("taskset", ""),
      Map.entry("chrt", "TPD"),
      Map.entry("strace", "abeEIoOpPsSuUX"),
      Map.entry("unbuffer", ""),
      Map.entry("coproc", ""),
      Map.entry("if", ""),
      Map.entry("then", ""),
      Map.entry("else", ""),
      Map.entry("elif", ""),
      Map.entry("do", ""),
      Map.entry("while", ""),
      Map.entry("until", ""),
      Map.entry("!", ""));

  private static final Set<String> LONG_OPTIONS = Set.of(
      "--user",
      "--group",
      "--host",
      "--prompt",
      "--chdir",
      "--chroot",
      "--unset",
      "--adjustment",
      "--class",
      "--classdata",
      "--signal",
      "--kill-after",
      "--delimiter",
      "--arg-file",
      "--max-args",
      "--max-chars",
      "--max-procs",
      "--userspec",
      "--groups",
      "--timeout",
      "--wait",
      "--conflict-exit-code",
      "--sched-runtime",
      "--sched-period",
      "--sched-deadline");

  /** These take a first operand of their own: the new root, the lock, processors, a priority. */
  private static final Set<String> WITH_OPERAND = Set.of("chroot", "flock", "taskset", "chrt");

  /** Options with a script instead of a command behind them; what is in their word begins it. */
  private static final Map<String, Pattern> SCRIPTS = Map.of(
      "env", Pattern.compile("(?:-[iv0]*S|--split-string=?)(.*)", Pattern.DOTALL),
      "flock", Pattern.compile("(?:-[eFnosuvx]*c|--command=?)(.*)", Pattern.DOTALL));

  private static final Pattern ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\[[^]]*])?\\+?=");
  private static final Pattern NUMBER = Pattern.compile("[\\d.]+[smhd]?");
  private static final Pattern LETTERS = Pattern.compile("-[A-Za-z]+");

  private static final Set<String> FED = Set.of("xargs", "parallel");

  private Wrappers() {}

  private static boolean contains(Word word) {
    return OPTIONS.containsKey(Harm.name(word));
  }

  /** Whether the command gets more arguments than are written here. */
  static boolean feed(List<Word> before) {
    return before.stream().anyMatch(word -> FED.contains(Harm.name(word)));
  }

  /** Where the command itself begins, behind assignments and wrappers with what is theirs. */
  static Harm.Start start(List<Word> words) {
    String wrapper = "";
    boolean owed = false; // an operand of the wrapper's own, behind its options
    int i = 0;
    while (i < words.size()) {
      String text = words.get(i).text();
      if (contains(words.get(i))) {
        wrapper = Harm.name(words.get(i));
        owed = WITH_OPERAND.contains(wrapper);
        i++;
      } else if (ASSIGNMENT.matcher(text).lookingAt()) {
        i++;
      } else if (!wrapper.isEmpty() && text.startsWith("-")) {
        String script = script(wrapper, words.subList(i, words.size()));
        if (!script.isBlank()) {
          return new Harm.Start(i, script);
        }
        i += takesNext(wrapper, text) ? 2 : 1;
      } else if (owed) {
        owed = false;
        i++;
      } else if (!wrapper.isEmpty() && NUMBER.matcher(text).matches()) {
        i++;
      } else {
        break;
      }
    }
    return new Harm.Start(Math.min(i, words.size()), "");
  }

  private static String script(String wrapper, List<Word> words) {
    Pattern option = SCRIPTS.get(wrapper);
    Matcher found = option == null ? null : option.matcher(words.get(0).text());
    return found != null && found.matches()
        ? found.group(1) + " " + new Arguments(words.subList(1, words.size())).joined()
        : "";
  }

  private static boolean takesNext(String wrapper, String option) {
    if (option.startsWith("--")) {
      return LONG_OPTIONS.contains(option);
    }
    return LETTERS.matcher(option).matches()
        && OPTIONS.getOrDefault(wrapper, "").indexOf(option.charAt(option.length() - 1)) >= 0;
  }
}
