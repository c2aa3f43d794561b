package dev.codex.internal.harm;

import dev.codex.internal.harm.Effect.Trust;
import dev.codex.internal.harm.Script.Bond;
import dev.codex.internal.harm.Script.Command;
import dev.codex.internal.harm.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a script would delete or write over, by the programs that people use for that. In order of
 * appearance, with the folder changes in between.
 */
public final class Harm {

  private static final int MAX_DEPTH = 8;

  /** Programs that run a text, and the options in front of it. */
  private static final Map<String, String> INTERPRETERS = Map.of(
      "python", "-c",
      "perl", "-e",
      "ruby", "-e",
      "node", "-e",
      "nodejs", "-e",
      "php", "-r");

  /** Words before which a branch or a loop ends that may not have been taken. */
  private static final Set<String> ENDS = Set.of("else", "elif", "fi", "done", "esac");

  private static final Pattern BRACES = Pattern.compile("\\{.*,.*}");
  private static final Pattern VERSION = Pattern.compile("[\\d.]+$");

  private static final Set<String> EXEC = Set.of("-exec", "-execdir", "-ok", "-okdir");

  private static final Word HERE = new Word(".", true, false);
  private static final Word UNKNOWN = new Word("", false, false);

  private static final Set<String> WIPERS = Set.of("wipefs", "blkdiscard", "fdisk", "sfdisk");

  private final List<Effect> effects = new ArrayList<>();

  private boolean hasMoved;

  private Harm() {}

  /**
   * Where a command begins.
   *
   * @param at the number of words before it
   * @param script what is run instead of it; empty if it is the words from there on
   */
  public record Start(int at, String script) {}

  public static List<Effect> of(String script) {
    Harm harm = new Harm();
    harm.read(Script.commands(script), 0);
    return harm.effects;
  }

  /** The same of a command that is started without a shell. */
  public static List<Effect> of(List<String> words) {
    Harm harm = new Harm();
    List<Word> exact = words.stream().map(text -> new Word(text, true, false)).toList();
    harm.command(Command.of(exact), Trust.IF_THERE, 0);
    return harm.effects;
  }

  static boolean isShell(Word word) {
    return InlineScripts.isShell(name(word));
  }

  /**
   * Where the command itself begins, behind assignments and wrappers with what is theirs; or the
   * script that a wrapper is told to run instead.
   */
  public static Start start(List<Word> words) {
    return Wrappers.start(words);
  }

  /** The script that a program of this name is told to run by its arguments. */
  public static Optional<String> inline(String name, List<Word> arguments) {
    return InlineScripts.of(name, new Arguments(arguments));
  }

  /** The commands that {@code find} runs, each from its option to the end of it. */
  public static List<List<Word>> found(List<Word> arguments) {
    List<List<Word>> commands = new ArrayList<>();
    int start = -1; // of the command that is open
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i).text();
      if (start < 0) {
        start = EXEC.contains(text) ? i + 1 : -1;
      } else if (text.equals(";")
          || text.equals("+") && arguments.get(i - 1).text().equals("{}")) {
        commands.add(arguments.subList(start, i));
        start = -1;
      }
    }
    if (start >= 0) {
      commands.add(arguments.subList(start, arguments.size()));
    }
    return commands;
  }

  static String name(Word word) {
    String text = word.text();
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private void read(List<Command> commands, int depth) {
    Bond before = Bond.THEN;
    boolean isDoubtful = false; // whether a change of folder in this list was made at all
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      Bond bond = command.bond();
      boolean orLeaves = bond == Bond.OR && i + 1 < commands.size() && isExit(commands.get(i + 1));
      boolean moves = command(command, orLeaves ? Trust.FULL : trust(bond), depth);
      isDoubtful |= moves && before == Bond.AND;
      boolean isOdd = before == Bond.PIPE || before == Bond.OR || bond == Bond.PIPE;
      if (bond == Bond.APART || moves && (isOdd || bond == Bond.OR && !orLeaves)) {
        afterMoves(new Effect.Return());
      } else if (bond == Bond.THEN || bond == Bond.OR && !orLeaves) {
        afterMoves(isDoubtful ? new Effect.Return() : new Effect.EndOfList());
        isDoubtful = false;
      }
      before = bond;
    }
  }

  private static Trust trust(Bond bond) {
    return bond == Bond.AND ? Trust.IN_THIS_LIST : Trust.IF_THERE;
  }

  private void afterMoves(Effect effect) {
    if (hasMoved) {
      effects.add(effect);
    }
  }

  private static boolean isExit(Command command) {
    return !command.words().isEmpty()
        && Set.of("exit", "return", "die").contains(command.words().get(0).text());
  }

  /** Returns whether it changes the folder. */
  private boolean command(Command command, Trust trust, int depth) {
    if (!command.redirections().overwritten().isEmpty()) {
      effects.add(new Effect.Overwrite(command.redirections().overwritten()));
    }
    if (!command.redirections().appended().isEmpty()) {
      effects.add(new Effect.Append(command.redirections().appended()));
    }
    List<Word> words = braces(command.words());
    if (!words.isEmpty() && ENDS.contains(words.get(0).text())) {
      afterMoves(new Effect.Return());
    }
    Start start = Wrappers.start(words);
    if (start.at() >= words.size() || depth > MAX_DEPTH) {
      return false;
    }
    if (!start.script().isEmpty()) {
      script(start.script(), depth);
      return false;
    }
    List<Word> behind = new ArrayList<>(words.subList(start.at() + 1, words.size()));
    if (Wrappers.feed(words.subList(0, start.at()))) {
      behind.add(UNKNOWN); // more come from elsewhere
    }
    Arguments arguments = new Arguments(behind);
    String name = name(words.get(start.at()));
    if (Set.of("cd", "pushd", "popd").contains(name)) {
      move(name, arguments, trust);
      return true;
    }
    code(name, arguments, command.input());
    program(name, arguments, depth);
    return false;
  }

  /** The words that a shell makes of the first one, as in {@code {rm,-r,x}}. */
  private static List<Word> braces(List<Word> words) {
    if (words.isEmpty() || !BRACES.matcher(words.get(0).text()).matches()) {
      return words;
    }
    String list = words.get(0).text();
    List<Word> all = new ArrayList<>();
    for (String one : list.substring(1, list.length() - 1).split(",", -1)) {
      all.add(new Word(one, words.get(0).isExact(), one.matches(".*[*?\\[].*")));
    }
    all.addAll(words.subList(1, words.size()));
    return all;
  }

  private void move(String name, Arguments arguments, Trust trust) {
    List<Word> operands = arguments.operands();
    boolean goesBack = arguments.words().stream().anyMatch(word -> word.text().matches("[-+]\\d*"));
    hasMoved = true;
    if (goesBack || name.equals("popd")) {
      effects.add(new Effect.Return());
    } else {
      Word home = new Word("~", true, false);
      effects.add(new Effect.ChangeDirectory(operands.isEmpty() ? home : operands.get(0), trust));
    }
  }

  private void code(String name, Arguments arguments, String input) {
    String option = INTERPRETERS.get(VERSION.matcher(name).replaceAll(""));
    if (option == null) {
      return;
    }
    String options = "-[a-zA-Z]*[pE" + option.charAt(1) + "]|--eval|--print";
    List<Word> words = arguments.words();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).text().matches(options)) {
        effects.add(new Effect.RunCode(words.get(i + 1).text()));
      }
    }
    if (!input.isEmpty()) {
      effects.add(new Effect.RunCode(input));
    }
  }

  private void program(String name, Arguments arguments, int depth) {
    List<Word> operands = arguments.operands();
    switch (name) {
      case "rm" -> remove(arguments, operands);
      case "unlink", "shred", "srm" -> effects.add(new Effect.DeleteFiles(operands));
      case "find" -> find(arguments, depth);
      case "git" -> effects.addAll(GitHarm.of(arguments));
      case "dd" -> dd(arguments);
      case "truncate", "tee" -> effects.add(new Effect.Overwrite(operands));
      case "sed", "perl", "ruby" -> inPlace(arguments, operands);
      case "mv" -> placed(arguments, operands, Effect.Origin.GOES);
      case "cp", "install" -> placed(arguments, operands, Effect.Origin.STAYS);
      case "ln" -> linked(arguments, operands);
      case "rsync" -> synced(arguments, operands);
      default -> {
        if (name.startsWith("mkfs") || WIPERS.contains(name)) {
          effects.add(new Effect.Wipe(name));
        } else {
          InlineScripts.of(name, arguments).ifPresent(text -> script(text, depth));
        }
      }
    }
  }

  private void script(String text, int depth) {
    read(Script.commands(text), depth + 1);
    afterMoves(new Effect.Return()); // it was a process of its own
  }

  private void remove(Arguments arguments, List<Word> operands) {
    effects.add(
        arguments.has("rR", "--recursive", "--dir")
            ? new Effect.DeleteTrees(operands)
            : new Effect.DeleteFiles(operands));
  }

  private void find(Arguments arguments, int depth) {
    List<Word> starts = new ArrayList<>();
    for (Word word : arguments.words()) {
      if (word.text().startsWith("-")
          || "(!".contains(word.text()) && !word.text().isEmpty()) {
        break;
      }
      starts.add(word);
    }
    if (starts.isEmpty()) {
      starts.add(HERE);
    }
    Optional<String> names = argument(arguments, Set.of("-name", "-iname"));
    if (arguments.words().stream().anyMatch(word -> word.text().equals("-delete"))) {
      effects.add(deleted(starts, names));
    }
    for (List<Word> words : found(arguments.words())) {
      Harm inside = new Harm();
      inside.command(Command.of(words), Trust.IF_THERE, depth + 1);
      if (inside.effects.stream().anyMatch(effect -> !(effect instanceof Effect.Append))) {
        effects.add(deleted(starts, names));
      }
    }
  }

  /** Whether the pattern holds for all depends on the other tests; with "or" it need not. */
  private static Effect deleted(List<Word> starts, Optional<String> names) {
    return names.isPresent()
        ? new Effect.DeleteMatching(starts, names.get())
        : new Effect.DeleteTrees(starts);
  }

  private static Optional<String> argument(Arguments arguments, Set<String> flags) {
    boolean alternatives = arguments.words().stream()
        .anyMatch(word -> Set.of("-o", "-or", "!", "-not", ",").contains(word.text()));
    for (int i = 0; !alternatives && i + 1 < arguments.words().size(); i++) {
      if (flags.contains(arguments.words().get(i).text())) {
        return Optional.of(arguments.words().get(i + 1).text());
      }
    }
    return Optional.empty();
  }

  private void dd(Arguments arguments) {
    arguments.words().stream()
        .filter(word -> word.text().startsWith("of="))
        .forEach(word -> effects.add(new Effect.Overwrite(
            List.of(new Word(word.text().substring(3), word.isExact(), word.isGlob())))));
  }

  private void inPlace(Arguments arguments, List<Word> operands) {
    boolean inPlace = arguments.words().stream()
        .anyMatch(word -> word.text().matches("-[a-zA-Z]*i.*|--in-place.*"));
    if (inPlace) {
      effects.add(new Effect.Overwrite(operands));
    }
  }

  private void placed(Arguments arguments, List<Word> operands, Effect.Origin origin) {
    Optional<Word> into = arguments.into();
    List<Word> sources = new ArrayList<>(operands);
    into.ifPresent(sources::remove);
    if (into.isEmpty() && operands.size() >= 2) {
      into = Optional.of(sources.remove(sources.size() - 1));
    }
    if (into.isEmpty()) {
      return;
    }
    if (origin == Effect.Origin.GOES && into.get().text().equals("/dev/null")) {
      effects.add(new Effect.DeleteTrees(sources)); // moving to nowhere
    } else {
      effects.add(new Effect.Place(sources, into.get(), origin));
    }
  }

  private void linked(Arguments arguments, List<Word> operands) {
    if (arguments.has("f", "--force") && operands.size() >= 2) {
      effects.add(new Effect.Overwrite(operands.subList(operands.size() - 1, operands.size())));
    }
  }

  private void synced(Arguments arguments, List<Word> operands) {
    boolean deletes =
        arguments.words().stream().anyMatch(word -> word.text().startsWith("--delete"));
    if (deletes && !operands.isEmpty()) {
      effects.add(new Effect.DeleteTrees(operands.subList(operands.size() - 1, operands.size())));
    } else {
      placed(new Arguments(List.of()), operands, Effect.Origin.STAYS);
    }
  }
}
