package dev.codex.sandbox.rules;

import dev.codex.internal.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** All rules that match one command, in the order of the files. */
public record RuleCheck(List<RuleMatch> matches) {

  public RuleCheck {
    matches = List.copyOf(matches);
  }

  /** The strictest of the decisions; empty if no rule matches. */
  public Optional<RuleDecision> decision() {
    return matches.stream().map(RuleMatch::decision).max(Comparator.naturalOrder());
  }

  /** The reason of the strictest decision, if a rule that says so gives one. */
  public Optional<String> justification() {
    return decision()
        .flatMap(strictest -> matches.stream()
            .filter(match -> match.decision() == strictest)
            .flatMap(match -> match.justification().stream())
            .findFirst());
  }

  /** As {@code codex execpolicy check} prints it. */
  public String json() {
    StringJoiner rules = new StringJoiner(",", "{\"matchedRules\":[", "]");
    matches.forEach(match -> rules.add(json(match)));
    String decision = decision()
        .map(strictest -> ",\"decision\":" + Json.quote(strictest.wireName()))
        .orElse("");
    return rules + decision + "}";
  }

  private static String json(RuleMatch match) {
    StringJoiner prefix = new StringJoiner(",", "[", "]");
    match.prefix().forEach(word -> prefix.add(Json.quote(word)));
    StringBuilder json = new StringBuilder("{\"prefixRuleMatch\":{\"matchedPrefix\":")
        .append(prefix)
        .append(",\"decision\":")
        .append(Json.quote(match.decision().wireName()));
    match
        .program()
        .ifPresent(path -> json.append(",\"resolvedProgram\":").append(Json.quote(path)));
    match
        .justification()
        .ifPresent(text -> json.append(",\"justification\":").append(Json.quote(text)));
    return json.append("}}").toString();
  }
}
