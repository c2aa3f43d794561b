package dev.codex.sandbox.rules;

import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.RunCommand;
import dev.codex.sandbox.rules.shell.CommandLine;
import dev.codex.sandbox.rules.shell.ForcedRemoval;
import dev.codex.sandbox.rules.shell.Harmless;
import dev.codex.sandbox.rules.shell.Redirect;
import dev.codex.sandbox.rules.shell.ShellCommand;
import dev.codex.sandbox.rules.shell.Wrappers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From rules to a verdict. What forbids or asks is looked for in everything that a command might
 * run; what allows has to hold for everything that it certainly runs.
 */
final class Judge {

  static final String FORCED_REMOVAL =
      "rm -f style commands are not permitted. Use a safer approach";

  private static final String TOO_COMPLICATED =
      "the command is too long or nested too deeply to be judged; split it up";

  /** Variables that no program runs anything for, looks anything up by or writes to. */
  private static final Set<String> HARMLESS_VARIABLES = Set.of(
      "CI",
      "NO_COLOR",
      "FORCE_COLOR",
      "CLICOLOR",
      "CLICOLOR_FORCE",
      "COLUMNS",
      "LINES",
      "TERM",
      "TZ",
      "LANG",
      "LANGUAGE",
      "RUST_BACKTRACE",
      "RUST_LOG",
      "PYTHONUNBUFFERED",
      "PYTHONDONTWRITEBYTECODE",
      "CARGO_TERM_COLOR",
      "NODE_ENV",
      "RAILS_ENV");

  /** After these a name may mean something else than the rules had in mind. */
  private static final Set<String> CHANGES_MEANING = Set.of(
      "export",
      "declare",
      "typeset",
      "readonly",
      "local",
      "unset",
      "alias",
      "unalias",
      "source",
      ".",
      "eval",
      "exec",
      "enable",
      "hash",
      "shopt",
      "trap",
      "builtin",
      "command",
      "set");

  private static final Set<Path> SYSTEM_FOLDERS = Set.of(
      Path.of("/bin"),
      Path.of("/usr/bin"),
      Path.of("/usr/local/bin"),
      Path.of("/sbin"),
      Path.of("/usr/sbin"),
      Path.of("/opt/homebrew/bin"));

  private final Trust trust;
  private final Verdict forcedRemoval;

  Judge(Trust trust, Verdict forcedRemoval) {
    this.trust = trust;
    this.forcedRemoval = forcedRemoval;
  }

  Verdict judge(Rules rules, RunCommand run) {
    CommandLine line = CommandLine.of(run.command());
    Optional<RuleMatch> strict = strictest(rules, line, run.workingDirectory());
    if (strict.isPresent()) {
      return against(strict.get());
    }
    List<RuleMatch> allowing = new ArrayList<>();
    Harmless.Degree degree = line.exact()
        .map(commands -> degree(rules, commands, run.workingDirectory(), allowing))
        .orElse(Harmless.Degree.UNKNOWN);
    if (degree == Harmless.Degree.UNKNOWN || degree == Harmless.Degree.IF_CONFINED) {
      if (line.possible().isEmpty()) {
        return Verdict.ask(TOO_COMPLICATED);
      }
      if (line.possible().get().stream().anyMatch(ForcedRemoval::isForced)) {
        return forcedRemoval;
      }
    }
    return verdict(degree, allowing, line);
  }

  /** See {@link dev.codex.policy.CommandRules#basis}. */
  String basis(Rules rules, RunCommand run) {
    StringBuilder basis = new StringBuilder(judge(rules, run).toString());
    CommandLine.of(run.command()).possible().stream()
        .flatMap(List::stream)
        .flatMap(command -> rules.named(command, run.workingDirectory()).stream())
        .distinct()
        .forEach(match -> basis.append('\n').append(match));
    return basis.toString();
  }

  private Verdict verdict(Harmless.Degree degree, List<RuleMatch> allowing, CommandLine line) {
    return switch (degree) {
      case UNKNOWN -> Verdict.silent();
      case IF_CONFINED -> Verdict.allowConfined();
      case ALWAYS -> {
        boolean all = !allowing.isEmpty()
            && line.exact().stream()
                    .flatMap(List::stream)
                    .filter(command -> !Harmless.hasNoEffect(command.words()))
                    .count()
                == allowing.size();
        yield all && trust == Trust.OUTSIDE ? Verdict.allowOutside() : Verdict.allow();
      }
    };
  }

  private static Verdict against(RuleMatch match) {
    String prefix = String.join(" ", match.prefix());
    return match.decision() == RuleDecision.FORBIDDEN
        ? Verdict.forbid(
            match.justification().orElse("policy forbids commands starting with `" + prefix + "`"))
        : Verdict.ask(match
            .justification()
            .orElse("a rule wants to be asked about commands starting with `" + prefix + "`"));
  }

  /** The strictest rule that asks or forbids, wherever its command hides. */
  private static Optional<RuleMatch> strictest(Rules rules, CommandLine line, Path directory) {
    List<RuleMatch> against = new ArrayList<>();
    line.possible().stream()
        .flatMap(List::stream)
        .forEach(command -> rules.named(command, directory).stream()
            .filter(match -> match.decision() != RuleDecision.ALLOW)
            .forEach(against::add));
    return against.stream().max(Comparator.comparing(RuleMatch::decision));
  }

  private static Harmless.Degree degree(
      Rules rules, List<ShellCommand> commands, Path directory, List<RuleMatch> allowing) {
    Harmless.Degree degree = Harmless.Degree.ALWAYS;
    boolean moved = false;
    for (ShellCommand command : commands) {
      Harmless.Degree one = Harmless.Degree.UNKNOWN;
      if (isPlain(command)) {
        Optional<RuleMatch> allowed = allowing(rules, command.words(), directory, moved);
        allowed.ifPresent(allowing::add);
        one = allowed.isPresent() ? Harmless.Degree.ALWAYS : Harmless.degree(command.words());
      }
      String program = command.words().isEmpty() ? "" : command.words().get(0);
      if (CHANGES_MEANING.contains(program) && !Harmless.hasNoEffect(command.words())) {
        return Harmless.Degree.UNKNOWN;
      }
      moved |= program.equals("cd");
      degree = one.compareTo(degree) < 0 ? one : degree;
    }
    return degree;
  }

  private static boolean isPlain(ShellCommand command) {
    return !command.words().isEmpty()
        && command.redirects().stream().allMatch(Redirect::isHarmless)
        && command.assignments().stream()
            .map(ShellCommand::name)
            .allMatch(name -> HARMLESS_VARIABLES.contains(name) || name.startsWith("LC_"));
  }

  /** A rule that allows these words; after a {@code cd} a relative path is another program. */
  private static Optional<RuleMatch> allowing(
      Rules rules, List<String> words, Path directory, boolean moved) {
    String program = words.get(0);
    boolean relative = program.contains("/") && !program.startsWith("/");
    if (relative && moved) {
      return Optional.empty();
    }
    List<RuleMatch> matches = rules.resolved(words, directory);
    return matches.stream()
        .filter(match -> match.decision() == RuleDecision.ALLOW)
        .filter(match ->
            match.program().isEmpty() || isTrusted(rules, match.program().get()))
        .findFirst();
  }

  /** Whether a path may stand for its name though a rule gives only the name. */
  private static boolean isTrusted(Rules rules, String program) {
    return rules.knowsWhere(Wrappers.name(program))
        || SYSTEM_FOLDERS.contains(Path.of(program).getParent());
  }
}
