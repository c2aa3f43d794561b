package dev.codex.sandbox.rules;

import java.util.List;
import java.util.Optional;

/**
 * A rule that matches a command.
 *
 * @param prefix the words of the command that the rule matches
 * @param program the absolute path that the first word stands for, if the rule has only its name
 * @param justification why, in the words of the rule
 */
public record RuleMatch(
    List<String> prefix,
    RuleDecision decision,
    Optional<String> program,
    Optional<String> justification) {

  public RuleMatch {
    prefix = List.copyOf(prefix);
  }
}
