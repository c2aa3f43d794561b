package dev.codex.sandbox.rules;

import dev.codex.policy.OpenConnection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules, found by the first two words of a command so that their number does not matter. Filled
 * while files are read, then only read.
 */
final class Rules {

  private final Map<Start, List<Numbered>> byStart = new HashMap<>();
  private int added;
  private final Map<String, Set<String>> executables = new LinkedHashMap<>();
  private final List<NetworkRule> network = new ArrayList<>();

  void add(PrefixRule rule) {
    Numbered numbered = new Numbered(added++, rule);
    starts(rule)
        .forEach(
            start -> byStart.computeIfAbsent(start, key -> new ArrayList<>()).add(numbered));
  }

  /**
   * The words that a rule's commands begin with.
   *
   * @param second empty for any
   */
  private record Start(String program, Optional<String> second) {}

  /** A rule in its place among all. */
  private record Numbered(int number, PrefixRule rule) {}

  private static Stream<Start> starts(PrefixRule rule) {
    return rule.rest().isEmpty()
        ? Stream.of(new Start(rule.program(), Optional.empty()))
        : rule.rest().get(0).stream()
            .distinct()
            .map(second -> new Start(rule.program(), Optional.of(second)));
  }

  void add(NetworkRule rule) {
    network.add(rule);
  }

  /** Says where programs of that name lie; the last word on a name counts. */
  void executable(String name, Set<String> paths) {
    executables.put(name, Set.copyOf(paths));
  }

  List<NetworkRule> network() {
    return List.copyOf(network);
  }

  /** The strictest rule for a connection, if there is one. */
  Optional<RuleDecision> decision(OpenConnection connection) {
    return network.stream()
        .filter(rule -> rule.matches(connection))
        .map(NetworkRule::decision)
        .max(Comparator.naturalOrder());
  }

  /** Other rules with what these say about where programs lie. */
  Rules withExecutablesOf(Rules other) {
    Rules both = other.copy();
    both.executables.putAll(executables);
    return both;
  }

  Rules copy() {
    Rules copy = new Rules();
    byStart.forEach((start, rules) -> copy.byStart.put(start, new ArrayList<>(rules)));
    copy.added = added;
    copy.executables.putAll(executables);
    copy.network.addAll(network);
    return copy;
  }

  /** The rules for exactly these words. */
  List<RuleMatch> exact(List<String> command) {
    return command.isEmpty() ? List.of() : matches(command.get(0), command, Optional.empty());
  }

  /**
   * The rules for exactly these words or, if there are none, those for the name of the program
   * where its path is one that the name may stand for.
   */
  List<RuleMatch> resolved(List<String> command, Path workingDirectory) {
    List<RuleMatch> exact = exact(command);
    if (!exact.isEmpty() || command.isEmpty() || !command.get(0).contains("/")) {
      return exact;
    }
    Optional<Path> path = path(command.get(0), workingDirectory);
    if (path.isEmpty() || path.get().getFileName() == null) {
      return List.of();
    }
    String name = path.get().getFileName().toString();
    Set<String> known = executables.get(name);
    if (known != null && !known.contains(path.get().toString())) {
      return List.of();
    }
    return matches(name, command, Optional.of(path.get().toString()));
  }

  /** The rules for these words, whatever folder the program is said to lie in. */
  List<RuleMatch> named(List<String> command, Path workingDirectory) {
    List<RuleMatch> exact = exact(command);
    if (command.isEmpty() || !command.get(0).contains("/")) {
      return exact;
    }
    List<RuleMatch> all = new ArrayList<>(exact);
    path(command.get(0), workingDirectory)
        .filter(path -> path.getFileName() != null)
        .ifPresent(path -> all.addAll(
            matches(path.getFileName().toString(), command, Optional.of(path.toString()))));
    return all;
  }

  /** Whether a file says where programs of that name lie. */
  boolean knowsWhere(String name) {
    return executables.containsKey(name);
  }

  /** In the order of the files. */
  private List<RuleMatch> matches(String name, List<String> command, Optional<String> program) {
    List<Numbered> found =
        new ArrayList<>(byStart.getOrDefault(new Start(name, Optional.empty()), List.of()));
    if (command.size() > 1) {
      found.addAll(byStart.getOrDefault(new Start(name, Optional.of(command.get(1))), List.of()));
    }
    return found.stream()
        .filter(numbered -> numbered.rule().matchesRest(command))
        .sorted(Comparator.comparingInt(Numbered::number))
        .map(numbered -> numbered.rule().match(command, program))
        .toList();
  }

  private static Optional<Path> path(String word, Path workingDirectory) {
    try {
      return Optional.of(workingDirectory.resolve(word).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
