package dev.codex.internal.gate;

import dev.codex.internal.harm.Harm;
import dev.codex.internal.harm.Script;
import dev.codex.internal.harm.Script.Command;
import dev.codex.internal.harm.Script.Word;
import dev.codex.policy.EnvironmentChange;
import dev.codex.policy.EnvironmentChange.Kind;
import dev.codex.policy.RunCommand;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which variables a command differs from the others of its session: what its tool adds, and what
 * its script sets or takes away, wherever it does. What only running it would tell is left open.
 */
final class EnvironmentReading {

  private static final int MAX_DEPTH = 8;
  private static final String OPEN = "...";

  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:\\[[^]]*])?\\+?=(.*)", Pattern.DOTALL);
  private static final Set<String> SETTERS =
      Set.of("export", "declare", "typeset", "readonly", "local", "setenv");

  private final Map<String, String> base;

  private final Set<EnvironmentChange> changes = new LinkedHashSet<>();

  private EnvironmentReading(Map<String, String> base) {
    this.base = base;
  }

  /**
   * The changes, in order.
   *
   * @param base what every command of the session finds; empty if nobody knows
   */
  static List<EnvironmentChange> changes(RunCommand run, Map<String, String> base) {
    EnvironmentReading reading = new EnvironmentReading(base);
    run.environment().forEach(reading::set);
    if (run.script().isEmpty()) {
      List<Word> words =
          run.command().stream().map(text -> new Word(text, true, false)).toList();
      reading.command(words, 0);
    } else {
      reading.script(run.script(), 0);
    }
    return List.copyOf(reading.changes);
  }

  private void set(String name, String value) {
    if (!value.equals(base.get(name))) {
      Kind kind = base.containsKey(name) ? Kind.CHANGED : Kind.ADDED;
      changes.add(new EnvironmentChange(name, kind, value));
    }
  }

  private void remove(String name) {
    if (base.isEmpty() || base.containsKey(name) || name.equals(EnvironmentChange.ALL)) {
      changes.add(new EnvironmentChange(name, Kind.REMOVED, ""));
    }
  }

  private void script(String text, int depth) {
    if (text.indexOf('=') < 0 && !text.contains("unset") && !text.contains("env")) {
      return; // nothing in it can be a change
    }
    for (Command command : Script.commands(text)) {
      command(command.words(), depth);
    }
  }

  private void command(List<Word> words, int depth) {
    Harm.Start start = Harm.start(words);
    for (int i = 0; i < start.at(); i++) {
      if (!assign(words.get(i)) && name(words.get(i)).equals("env")) {
        cleared(words.subList(i + 1, words.size()));
      }
    }
    if (start.at() < words.size() && depth <= MAX_DEPTH) {
      if (!start.script().isEmpty()) {
        script(start.script(), depth + 1);
      } else {
        String name = name(words.get(start.at()));
        program(name, words.subList(start.at() + 1, words.size()), depth);
      }
    }
  }

  /** What {@code env} takes away by its options. */
  private void cleared(List<Word> options) {
    for (int i = 0; i < options.size() && options.get(i).text().startsWith("-"); i++) {
      String text = options.get(i).text();
      if (text.equals("-") || text.equals("--ignore-environment") || text.matches("-[a-z0]*i.*")) {
        remove(EnvironmentChange.ALL);
      } else if (text.startsWith("--unset=")) {
        remove(text.substring("--unset=".length()));
      } else if (text.matches("-u.+")) {
        remove(text.substring(2));
      } else if (Set.of("-u", "--unset").contains(text) && i + 1 < options.size()) {
        remove(options.get(++i).text());
      } else if (Set.of("-C", "--chdir").contains(text)) {
        i++;
      }
    }
  }

  private void program(String name, List<Word> arguments, int depth) {
    if (SETTERS.contains(name)) {
      arguments.forEach(this::assign);
    } else if (name.equals("unset")) {
      arguments.stream()
          .map(Word::text)
          .filter(text -> !text.startsWith("-"))
          .forEach(this::remove);
    } else if (name.equals("find")) {
      Harm.found(arguments).forEach(command -> command(command, depth + 1));
    } else {
      Harm.inline(name, arguments).ifPresent(text -> script(text, depth + 1));
    }
  }

  private boolean assign(Word word) {
    Matcher assignment = ASSIGNMENT.matcher(word.text());
    if (!assignment.matches()) {
      return false;
    }
    set(assignment.group(1), assignment.group(2) + (word.isExact() ? "" : OPEN));
    return true;
  }

  private static String name(Word word) {
    String text = word.text();
    return text.substring(text.lastIndexOf('/') + 1);
  }
}
