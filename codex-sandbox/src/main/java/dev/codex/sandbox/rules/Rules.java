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

/**
 * Rules, found by the first word of a command so that their number does not matter. Filled while
 * files are read, then only read.
 */
final class Rules {

  private final Map<String, List<PrefixRule>> byProgram = new HashMap<>();
  private final Map<String, Set<String>> executables = new LinkedHashMap<>();
  private final List<NetworkRule> network = new ArrayList<>();

  void add(PrefixRule rule) {
    byProgram.computeIfAbsent(rule.program(), name -> new ArrayList<>()).add(rule);
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
    byProgram.forEach((name, rules) -> copy.byProgram.put(name, new ArrayList<>(rules)));
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

  private List<RuleMatch> matches(String name, List<String> command, Optional<String> program) {
    List<RuleMatch> matches = new ArrayList<>();
    for (PrefixRule rule : byProgram.getOrDefault(name, List.of())) {
      if (rule.matchesRest(command)) {
        matches.add(rule.match(command, program));
      }
    }
    return matches;
  }

  private static Optional<Path> path(String word, Path workingDirectory) {
    try {
      return Optional.of(workingDirectory.resolve(word).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
