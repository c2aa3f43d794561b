package dev.codex.sandbox.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Matches commands by the words they begin with.
 *
 * @param program the first word; a rule with several is several rules
 * @param rest for each further word, those that it may be
 */
record PrefixRule(
    String program,
    List<List<String>> rest,
    RuleDecision decision,
    Optional<String> justification) {

  /** Whether the words after the first fit. */
  boolean matchesRest(List<String> command) {
    if (command.size() <= rest.size()) {
      return false;
    }
    for (int i = 0; i < rest.size(); i++) {
      if (!rest.get(i).contains(command.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  RuleMatch match(List<String> command, Optional<String> resolved) {
    List<String> prefix = new ArrayList<>(List.of(program));
    prefix.addAll(command.subList(1, 1 + rest.size()));
    return new RuleMatch(prefix, decision, resolved, justification);
  }
}
