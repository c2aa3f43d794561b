package dev.codex.testing.contract;

import dev.codex.policy.CommandRules;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/** What every {@link CommandRules} must do. */
public abstract class CommandRulesContract extends Contract {

  private static final List<String> UNHEARD = List.of("codex-contract-program", "build");

  private static final List<String> LONGER = List.of("codex-contract-program", "build", "all");
  private static final List<List<String>> OTHERS = List.of(
      List.of("codex-contract-program", "publish"),
      List.of("codex-contract-program", "build2"),
      List.of("codex-contract-program"));

  protected CommandRulesContract() {}

  /** Rules as they come. Called once in each check. */
  protected abstract CommandRules rules();

  /** Commands that they say something about, and some that they do not; at least one. */
  protected abstract List<List<String>> commands();

  public void theSameCommandHasTheSameVerdict() {
    CommandRules rules = rules();

    for (List<String> words : commands()) {
      Verdict first = rules.judge(command(words));
      Expect.same(first, rules.judge(command(words)), "The second verdict on " + words);
    }
  }

  public void theBasisStaysWhileNothingChanges() {
    CommandRules rules = rules();

    for (List<String> words : commands()) {
      String first = rules.basis(command(words));
      rules.judge(command(words));
      Expect.same(first, rules.basis(command(words)), "The basis of the verdict on " + words);
    }
  }

  public void theVerdictDoesNotDependOnTheThread() throws Exception {
    CommandRules rules = rules();
    List<Verdict> expected = judge(rules);
    List<FutureTask<List<Verdict>>> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(Expect.start("rules contract " + i, () -> judge(rules)));
    }

    for (FutureTask<List<Verdict>> other : others) {
      Expect.same(expected, Expect.promptly(other, "Judging"), "The verdicts of another thread");
    }
  }

  /** Approving once and for all must not be forgotten, nor be wider than was approved. */
  public void whatIsRememberedHoldsFromNowOnAndForNothingElse() {
    CommandRules rules = rules();
    Verdict before = rules.judge(command(UNHEARD));
    String basisBefore = rules.basis(command(UNHEARD));
    List<Verdict> othersBefore = judge(rules, OTHERS);

    boolean kept = rules.remember(RuleAmendment.allowPrefix(UNHEARD));

    Verdict after = rules.judge(command(UNHEARD));
    if (kept && !(before instanceof Verdict.Forbid)) { // which may be stronger than any rule
      Expect.that(after instanceof Verdict.Allow, "What was remembered is judged as " + after);
      Expect.that(
          rules.judge(command(LONGER)) instanceof Verdict.Allow,
          "What begins with the words that were remembered is not allowed: " + LONGER);
    } else {
      Expect.same(before, after, "The verdict, though nothing was remembered");
    }
    Expect.that(
        before.equals(after) || !basisBefore.equals(rules.basis(command(UNHEARD))),
        "The verdict has become another one, and its basis is still: " + basisBefore);
    Expect.same(othersBefore, judge(rules, OTHERS), "The verdicts on other commands");
  }

  private List<Verdict> judge(CommandRules rules) {
    return judge(rules, commands());
  }

  private static List<Verdict> judge(CommandRules rules, List<List<String>> commands) {
    return commands.stream().map(words -> rules.judge(command(words))).toList();
  }

  private static RunCommand command(List<String> words) {
    return RunCommand.builder()
        .tool("exec_command")
        .command(words)
        .workingDirectory(Path.of("/workspace").toAbsolutePath())
        .build();
  }
}
