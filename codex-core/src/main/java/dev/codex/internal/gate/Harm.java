package dev.codex.internal.gate;

import dev.codex.internal.gate.Script.Command;
import dev.codex.internal.gate.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a script would delete or write over, by the programs that people use for that. In order of
 * appearance, with the folder changes in between.
 */
final class Harm {

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "zsh", "dash", "ksh", "fish", "ash");

  /** Words before a command that leave it the same command. */
  private static final Set<String> WRAPPERS = Set.of(
      "sudo",
      "doas",
      "env",
      "nohup",
      "nice",
      "ionice",
      "timeout",
      "time",
      "command",
      "builtin",
      "exec",
      "stdbuf",
      "setsid",
      "busybox",
      "if",
      "then",
      "else",
      "elif",
      "do",
      "while",
      "until",
      "!",
      "xargs",
      "parallel",
      "watch",
      "chroot",
      "unshare");

  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=");
  private static final Pattern OPTION = Pattern.compile("-.*|\\d+[smhd]?", Pattern.DOTALL);

  private static final Set<String> WIPERS = Set.of("wipefs", "blkdiscard", "fdisk", "sfdisk");

  /** One thing that would happen. */
  sealed interface Effect {

    /** Folders and all that is in them go away. */
    record DeleteTrees(List<Word> targets) implements Effect {}

    /** Single files go away. */
    record DeleteFiles(List<Word> targets) implements Effect {}

    /** What is in these files is replaced. */
    record Overwrite(List<Word> targets) implements Effect {}

    /** Something is added to these files. */
    record Append(List<Word> targets) implements Effect {}

    /** Files below these folders go away if their name matches. */
    record DeleteMatching(List<Word> starts, String names) implements Effect {}

    /** What follows happens in another folder. */
    record ChangeDirectory(Word folder) implements Effect {}

    /** A disk is written over. */
    record Wipe(String program) implements Effect {}
  }

  private final List<Effect> effects = new ArrayList<>();

  private Harm() {}

  static List<Effect> of(String script) {
    Harm harm = new Harm();
    Script.commands(script).forEach(command -> harm.command(command, 0));
    return harm.effects;
  }

  /** The same of a command that is started without a shell. */
  static List<Effect> of(List<String> words) {
    Harm harm = new Harm();
    List<Word> exact = words.stream().map(text -> new Word(text, true, false)).toList();
    harm.command(new Command(exact, List.of(), List.of()), 0);
    return harm.effects;
  }

  static boolean isShell(Word word) {
    return SHELLS.contains(name(word));
  }

  /** Whether what follows is the same command as it would be without this word. */
  static boolean isWrapper(Word word) {
    return WRAPPERS.contains(name(word));
  }

  private static String name(Word word) {
    String text = word.text();
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private void command(Command command, int depth) {
    if (!command.overwritten().isEmpty()) {
      effects.add(new Effect.Overwrite(command.overwritten()));
    }
    if (!command.appended().isEmpty()) {
      effects.add(new Effect.Append(command.appended()));
    }
    List<Word> words = command.words();
    int start = start(words);
    if (start >= words.size() || depth > 8) {
      return;
    }
    boolean fed = words.subList(0, start).stream()
        .anyMatch(word -> Set.of("xargs", "parallel").contains(name(word)));
    List<Word> arguments = new ArrayList<>(words.subList(start + 1, words.size()));
    if (fed) {
      arguments.add(new Word("", false, false)); // more come from elsewhere
    }
    program(name(words.get(start)), arguments, depth);
  }

  /** Behind assignments and wrappers with their flags and numbers. */
  private static int start(List<Word> words) {
    boolean wrapped = false;
    int i = 0;
    for (; i < words.size(); i++) {
      String text = words.get(i).text();
      if (isWrapper(words.get(i))) {
        wrapped = true;
      } else if (!ASSIGNMENT.matcher(text).lookingAt()
          && !(wrapped && OPTION.matcher(text).matches())) {
        break;
      }
    }
    return i;
  }

  private void program(String name, List<Word> arguments, int depth) {
    List<Word> operands = operands(arguments);
    switch (name) {
      case "rm" -> remove(arguments, operands);
      case "unlink", "shred", "srm" -> effects.add(new Effect.DeleteFiles(operands));
      case "find" -> find(arguments, depth);
      case "git" -> git(arguments);
      case "dd" -> dd(arguments);
      case "truncate", "tee" -> effects.add(new Effect.Overwrite(operands));
      case "sed", "perl" -> inPlace(arguments, operands);
      case "mv", "cp", "install" -> moved(operands);
      case "rsync" -> synced(arguments, operands);
      case "cd", "pushd" ->
        operands.stream().findFirst().ifPresent(f -> effects.add(new Effect.ChangeDirectory(f)));
      case "eval" -> script(joined(arguments), depth);
      default -> {
        if (name.startsWith("mkfs") || WIPERS.contains(name)) {
          effects.add(new Effect.Wipe(name));
        } else if (SHELLS.contains(name)) {
          inline(arguments).ifPresent(text -> script(text, depth));
        }
      }
    }
  }

  private void script(String text, int depth) {
    Script.commands(text).forEach(command -> command(command, depth + 1));
  }

  /** What a shell is told to run. */
  static Optional<String> inline(List<Word> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).text().matches("-[a-z]*c[a-z]*")) {
        return Optional.of(arguments.get(i + 1).text());
      }
    }
    return Optional.empty();
  }

  private static String joined(List<Word> words) {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(word.text()).append(' '));
    return text.toString();
  }

  private static List<Word> operands(List<Word> arguments) {
    List<Word> operands = new ArrayList<>();
    boolean all = false;
    for (Word word : arguments) {
      if (!all && word.text().equals("--")) {
        all = true;
      } else if (all || !word.text().startsWith("-") || !word.isExact()) {
        operands.add(word);
      }
    }
    return operands;
  }

  private static boolean hasFlag(List<Word> arguments, String letters, String... names) {
    Set<String> known = Set.of(names);
    return arguments.stream()
        .map(Word::text)
        .anyMatch(text -> known.contains(text)
            || text.matches("-[A-Za-z]+") && text.chars().anyMatch(c -> letters.indexOf(c) >= 0));
  }

  private void remove(List<Word> arguments, List<Word> operands) {
    effects.add(
        hasFlag(arguments, "rR", "--recursive", "--dir")
            ? new Effect.DeleteTrees(operands)
            : new Effect.DeleteFiles(operands));
  }

  private void find(List<Word> arguments, int depth) {
    List<Word> starts = new ArrayList<>();
    for (Word word : arguments) {
      if (word.text().startsWith("-")
          || "(!".contains(word.text()) && !word.text().isEmpty()) {
        break;
      }
      starts.add(word);
    }
    if (starts.isEmpty()) {
      starts.add(new Word(".", true, false));
    }
    Optional<String> names = argument(arguments, Set.of("-name", "-iname"));
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i).text();
      if (text.equals("-delete")) {
        effects.add(found(starts, names));
      } else if (Set.of("-exec", "-execdir", "-ok", "-okdir").contains(text)) {
        Harm inside = new Harm();
        List<Word> words = arguments.subList(i + 1, arguments.size());
        inside.command(new Command(words, List.of(), List.of()), depth + 1);
        if (!inside.effects.isEmpty()) {
          effects.add(found(starts, names));
        }
      }
    }
  }

  /** Whether the pattern holds for all depends on the other tests; with "or" it need not. */
  private static Effect found(List<Word> starts, Optional<String> names) {
    return names.isPresent()
        ? new Effect.DeleteMatching(starts, names.get())
        : new Effect.DeleteTrees(starts);
  }

  private static Optional<String> argument(List<Word> arguments, Set<String> flags) {
    boolean alternatives = arguments.stream()
        .anyMatch(word -> Set.of("-o", "-or", "!", "-not", ",").contains(word.text()));
    for (int i = 0; !alternatives && i + 1 < arguments.size(); i++) {
      if (flags.contains(arguments.get(i).text())) {
        return Optional.of(arguments.get(i + 1).text());
      }
    }
    return Optional.empty();
  }

  private void git(List<Word> arguments) {
    Word folder = new Word(".", true, false);
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i).text();
      if (text.equals("-C") && i + 1 < arguments.size()) {
        folder = arguments.get(++i);
      } else if (text.equals("clean")) {
        List<Word> rest = arguments.subList(i + 1, arguments.size());
        if (hasFlag(rest, "f", "--force") && !hasFlag(rest, "n", "--dry-run")) {
          List<Word> paths = operands(rest);
          effects.add(new Effect.DeleteTrees(
              paths.isEmpty()
                  ? List.of(new Word(folder.text() + "/*", folder.isExact(), true))
                  : paths));
        }
        return;
      } else if (!text.startsWith("-") && !text.contains("=")) {
        return;
      }
    }
  }

  private void dd(List<Word> arguments) {
    arguments.stream()
        .filter(word -> word.text().startsWith("of="))
        .forEach(word -> effects.add(new Effect.Overwrite(
            List.of(new Word(word.text().substring(3), word.isExact(), word.isGlob())))));
  }

  private void inPlace(List<Word> arguments, List<Word> operands) {
    boolean inPlace =
        arguments.stream().anyMatch(word -> word.text().matches("-[a-zA-Z]*i.*|--in-place.*"));
    if (inPlace) {
      effects.add(new Effect.Overwrite(operands));
    }
  }

  /** Moving to nowhere is deleting; what else is replaced is known only when it happens. */
  private void moved(List<Word> operands) {
    if (operands.size() >= 2 && operands.get(operands.size() - 1).text().equals("/dev/null")) {
      effects.add(new Effect.DeleteTrees(operands.subList(0, operands.size() - 1)));
    } else if (operands.size() == 2) {
      effects.add(new Effect.Overwrite(operands.subList(1, 2)));
    }
  }

  private void synced(List<Word> arguments, List<Word> operands) {
    boolean deletes = arguments.stream().anyMatch(word -> word.text().startsWith("--delete"));
    if (deletes && !operands.isEmpty()) {
      effects.add(new Effect.DeleteTrees(operands.subList(operands.size() - 1, operands.size())));
    }
  }
}
