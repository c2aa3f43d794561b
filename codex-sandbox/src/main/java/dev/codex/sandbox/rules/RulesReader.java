package dev.codex.sandbox.rules;

import dev.codex.error.ConfigException;
import dev.codex.sandbox.rules.starlark.Program;
import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Builtin;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Runs one rules file and keeps what it says. */
final class RulesReader {

  private static final Path ROOT = Path.of("/");

  private final String name;
  private final Rules rules;
  private final List<Runnable> examples = new ArrayList<>();

  private RulesReader(String name, Rules rules) {
    this.name = name;
    this.rules = rules;
  }

  /** Adds the rules of a file; if it has a mistake, some of them may be there already. */
  static void read(String name, String text, Rules rules) {
    new RulesReader(name, rules).read(text);
  }

  private void read(String text) {
    Map<String, Callable> functions = Map.of(
        "prefix_rule", new Builtin("prefix_rule", this::prefixRule),
        "host_executable", new Builtin("host_executable", this::hostExecutable),
        "network_rule", new Builtin("network_rule", this::networkRule));
    try {
      Program.parse(text, functions).run();
      // only now, since a host_executable further down bears on them
      examples.forEach(Runnable::run);
    } catch (StarlarkException e) {
      String place = e.line() == 0 ? "" : ":" + e.line() + ":" + e.column();
      throw new ConfigException(
          "The rules file " + name + place + " has a mistake: " + e.problem(), e);
    }
  }

  private Object prefixRule(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind(
        "prefix_rule", "pattern", "decision?", "match?", "not_match?", "justification?");
    RuleDecision decision = decision(bound.optionalText(1).orElse("allow"));
    List<List<String>> pattern = pattern(bound.list(0));
    Optional<String> justification = justification(bound.optionalText(4));
    Rules own = new Rules();
    for (String program : pattern.get(0)) {
      PrefixRule rule =
          new PrefixRule(program, pattern.subList(1, pattern.size()), decision, justification);
      rules.add(rule);
      own.add(rule);
    }
    StarlarkException here = meter.placed(new StarlarkException(""));
    List<List<String>> matching = bound.has(2) ? Example.parse(bound.list(2)) : List.of();
    List<List<String>> other = bound.has(3) ? Example.parse(bound.list(3)) : List.of();
    examples.add(() -> {
      Rules judged = rules.withExecutablesOf(own);
      matching.forEach(example -> require(judged, example, true, here));
      other.forEach(example -> require(judged, example, false, here));
    });
    return None.NONE;
  }

  private static void require(
      Rules rules, List<String> example, boolean matches, StarlarkException here) {
    if (rules.resolved(example, ROOT).isEmpty() == matches) {
      throw new StarlarkException(
          "the rule " + (matches ? "does not match its example " : "matches what it must not: ")
              + String.join(" ", example) + ".",
          here.line(),
          here.column());
    }
  }

  private static RuleDecision decision(String name) {
    return RuleDecision.named(name)
        .orElseThrow(() -> new StarlarkException(
            "there is no decision \"" + name + "\"; write allow, prompt or forbidden."));
  }

  private static Optional<String> justification(Optional<String> text) {
    if (text.isPresent() && text.get().isBlank()) {
      throw new StarlarkException("a justification cannot be blank; leave it out instead.");
    }
    return text;
  }

  private static List<List<String>> pattern(List<Object> elements) {
    if (elements.isEmpty()) {
      throw new StarlarkException("a pattern cannot be empty.");
    }
    List<List<String>> pattern = new ArrayList<>();
    for (Object element : elements) {
      if (element instanceof String word) {
        pattern.add(List.of(word));
      } else if (element instanceof StarlarkList words) {
        pattern.add(texts(words.copy(), "the words that a pattern has to choose from"));
        if (words.elements().isEmpty()) {
          throw new StarlarkException("a pattern has a place with no words to choose from.");
        }
      } else {
        throw new StarlarkException("a pattern is made of strings and lists of strings, not of "
            + Values.type(element) + ".");
      }
    }
    return pattern;
  }

  private static List<String> texts(List<Object> values, String what) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof String text)) {
        throw new StarlarkException(what + " must be strings, not " + Values.type(value) + ".");
      }
      texts.add(text);
    }
    return texts;
  }

  private Object hostExecutable(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("host_executable", "name", "paths");
    String program = bound.text(0);
    if (program.isEmpty() || program.contains("/") || program.matches("\\.\\.?")) {
      throw new StarlarkException(
          "\"" + program + "\" is not the bare name of a program, such as \"git\".");
    }
    Set<String> paths = new TreeSet<>();
    for (String path : texts(bound.list(1), "the paths of a program")) {
      Path absolute = Path.of(path).normalize();
      if (!absolute.isAbsolute()) {
        throw new StarlarkException("the path " + path + " of " + program + " is not absolute.");
      }
      if (absolute.getFileName() == null || !absolute.getFileName().toString().equals(program)) {
        throw new StarlarkException("the path " + path + " does not end in " + program + ".");
      }
      paths.add(absolute.toString());
    }
    rules.executable(program, paths);
    return None.NONE;
  }

  private Object networkRule(Arguments arguments, Meter meter) {
    Arguments.Bound bound =
        arguments.bind("network_rule", "host", "protocol", "decision", "justification?");
    NetworkRule.Protocol protocol = NetworkRule.Protocol.named(bound.text(1))
        .orElseThrow(() -> new StarlarkException("there is no protocol \"" + bound.text(1)
            + "\"; write http, https, socks5_tcp or socks5_udp."));
    String word = bound.text(2);
    RuleDecision decision = word.equals("deny") ? RuleDecision.FORBIDDEN : decision(word);
    Optional<String> justification = justification(bound.optionalText(3));
    try {
      String host = NetworkRule.host(bound.text(0));
      rules.add(new NetworkRule(host, protocol, decision, justification));
    } catch (IllegalArgumentException e) {
      throw new StarlarkException(String.valueOf(e.getMessage()));
    }
    return None.NONE;
  }
}
