package dev.codex.examples.cli;

import dev.codex.examples.cli.ExecOptions.Resume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the command line of {@code exec}: options anywhere, {@code --} ends them. */
final class ExecArguments {

  private static final Map<String, String> LONG_NAMES = Map.ofEntries(
      Map.entry("-c", "--config"),
      Map.entry("-i", "--image"),
      Map.entry("-m", "--model"),
      Map.entry("-p", "--profile"),
      Map.entry("-s", "--sandbox"),
      Map.entry("-C", "--cd"),
      Map.entry("-o", "--output-last-message"),
      Map.entry("--experimental-json", "--json"),
      Map.entry("--yolo", "--dangerously-bypass-approvals-and-sandbox"));

  private static final Set<String> WITH_VALUE = Set.of(
      "--config",
      "--image",
      "--model",
      "--profile",
      "--sandbox",
      "--cd",
      "--add-dir",
      "--environment",
      "--output-schema",
      "--output-last-message",
      "--enable",
      "--disable",
      "--local-provider",
      "--color",
      "--thread-source",
      "--cyber-access-program");

  private static final Set<String> REPEATABLE =
      Set.of("--config", "--image", "--add-dir", "--enable", "--disable");

  private final Deque<String> words;
  private final Set<String> seen = new HashSet<>();
  private final List<String> positional = new ArrayList<>();
  private final ExecOptions.Builder options = ExecOptions.builder();
  private boolean resume;
  private boolean last;
  private boolean all;
  private boolean oss;
  private String localProvider = "ollama";

  private ExecArguments(List<String> arguments) {
    words = new ArrayDeque<>(arguments);
  }

  /**
   * The same command line with the options in front of the command behind it, as far as they are
   * those of {@code exec}. When to ask is left out: there is nobody to be asked.
   */
  static List<String> commandFirst(List<String> arguments) {
    Deque<String> rest = new ArrayDeque<>(arguments);
    List<String> options = new ArrayList<>();
    while (!rest.isEmpty() && rest.peek().startsWith("-")) {
      String word = rest.pop();
      boolean isApproval = word.equals("-a") || word.equals("--ask-for-approval");
      boolean takesNext = isApproval || WITH_VALUE.contains(LONG_NAMES.getOrDefault(word, word));
      List<String> option = new ArrayList<>(List.of(word));
      if (takesNext && !rest.isEmpty()) {
        option.add(rest.pop());
      }
      if (!isApproval && !word.startsWith("--ask-for-approval=")) {
        options.addAll(option);
      }
    }
    List<String> ordered = new ArrayList<>();
    if (!rest.isEmpty()) {
      ordered.add(rest.pop());
    }
    ordered.addAll(options);
    ordered.addAll(rest);
    return ordered;
  }

  /** Reads what follows the word {@code exec}. */
  static ExecOptions parse(List<String> arguments) {
    return new ExecArguments(arguments).parse();
  }

  private ExecOptions parse() {
    while (!words.isEmpty()) {
      String word = words.pop();
      if (word.equals("--")) {
        positional.addAll(words);
        words.clear();
      } else if (word.length() > 1 && word.startsWith("-")) {
        option(word);
      } else if (positional.isEmpty() && !resume && isSubcommand(word)) {
        resume = true;
      } else {
        positional.add(word);
      }
    }
    if (oss) {
      options.addOverrides("model_provider=\"" + localProvider + "\"");
    }
    placePositional();
    return options.build();
  }

  private static boolean isSubcommand(String word) {
    if (word.equals("fork") || word.equals("review")) {
      throw new UsageException("'exec " + word + "' is not part of this version.");
    }
    return word.equals("resume");
  }

  private void placePositional() {
    Deque<String> rest = new ArrayDeque<>(positional);
    if (resume && last) {
      options.resume(new Resume.Last(all ? Resume.Scope.EVERYWHERE : Resume.Scope.THIS_FOLDER));
    } else if (resume) {
      if (rest.isEmpty()) {
        throw new UsageException("'exec resume' needs a session id or --last.");
      }
      options.resume(new Resume.Id(rest.pop()));
    }
    if (!rest.isEmpty()) {
      options.prompt(rest.pop());
    }
    if (!rest.isEmpty()) {
      throw new UsageException(
          "unexpected argument '" + rest.peek() + "'. Put the prompt between quotes.");
    }
  }

  private void option(String word) {
    String name = word;
    boolean isLong = word.startsWith("--");
    int sign = word.indexOf('=');
    if (isLong && sign > 0) {
      name = word.substring(0, sign);
      words.push(word.substring(sign + 1));
    } else if (!isLong && word.length() > 2) {
      name = word.substring(0, 2);
      words.push(word.substring(word.charAt(2) == '=' ? 3 : 2));
    }
    String full = LONG_NAMES.getOrDefault(name, name);
    if (!REPEATABLE.contains(full) && !seen.add(full)) {
      throw new UsageException("the option '" + name + "' is given twice.");
    }
    if (WITH_VALUE.contains(full)) {
      if (words.isEmpty()) {
        throw new UsageException("the option '" + name + "' needs a value.");
      }
      value(full, words.pop());
    } else if (name.equals(word)) {
      flag(full);
    } else {
      throw new UsageException("the option '" + name + "' takes no value.");
    }
  }

  private void value(String name, String value) {
    switch (name) {
      case "--config" -> options.addOverrides(value);
      case "--image" -> images(value);
      case "--model" -> options.model(value);
      case "--profile" -> options.profile(value);
      case "--sandbox" -> options.sandboxMode(sandboxMode(value));
      case "--cd" -> options.workingDirectory(Path.of(value));
      case "--environment" -> options.environment(value);
      case "--add-dir" -> options.addWritableFolders(Path.of(value));
      case "--output-schema" -> options.outputSchema(Path.of(value));
      case "--output-last-message" -> options.lastMessageFile(Path.of(value));
      case "--enable" -> options.addOverrides("features." + value + "=true");
      case "--disable" -> options.addOverrides("features." + value + "=false");
      case "--local-provider" -> localProvider = value;
      case "--color" -> colour(value);
      default -> {
        // Thread sources and access programs change nothing here.
      }
    }
  }

  /** Output has none here, but a slip of the hand is told all the same. */
  private static void colour(String value) {
    if (!Set.of("always", "never", "auto").contains(value)) {
      throw new UsageException(
          "invalid value '" + value + "' for '--color'; use always, never or auto.");
    }
  }

  private static String sandboxMode(String value) {
    if (!Set.of("read-only", "workspace-write", "danger-full-access").contains(value)) {
      throw new UsageException("invalid value '"
          + value
          + "' for '--sandbox'; use read-only, workspace-write or danger-full-access.");
    }
    return value;
  }

  /**
   * One image, or several separated by commas. Codex takes every further word as an image too, the
   * prompt included; here a further word is one only if it names a file.
   */
  private void images(String value) {
    for (String image : value.split(",")) {
      options.addImages(Path.of(image));
    }
    while (!resume && !words.isEmpty() && isFile(words.peek())) {
      options.addImages(Path.of(words.pop()));
    }
  }

  private static boolean isFile(String word) {
    return !word.startsWith("-") && word.indexOf('\0') < 0 && Files.isRegularFile(Path.of(word));
  }

  private void flag(String name) {
    switch (name) {
      case "--json" -> options.isJson(true);
      case "--skip-git-repo-check" -> options.skipsRepositoryCheck(true);
      case "--ephemeral" -> options.isEphemeral(true);
      case "--ignore-user-config" -> options.ignoresUserConfig(true);
      case "--strict-config" -> options.isStrict(true);
      case "--dangerously-bypass-approvals-and-sandbox" ->
        options.sandboxMode("danger-full-access").skipsRepositoryCheck(true);
      case "--oss" -> oss = true;
      case "--last" -> last = true;
      case "--all" -> all = true;
      case "--dangerously-bypass-hook-trust" -> options.trustsHooks(true);
      case "--ignore-rules" -> options.ignoresRules(true);
      default -> throw new UsageException("unexpected argument '" + name + "'.");
    }
  }
}
