package dev.codex.testing.contract;

import dev.codex.policy.ConnectionRules;
import dev.codex.policy.ConnectionRules.Verdict;
import dev.codex.policy.OpenConnection;
import dev.codex.policy.RuleAmendment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/** What every {@link ConnectionRules} must do. */
public abstract class ConnectionRulesContract extends Contract {

  private static final String UNHEARD = "contract.example.org";

  protected ConnectionRulesContract() {}

  /** Rules as they come. Called once in each check. */
  protected abstract ConnectionRules rules();

  /** Hosts that they say something about, and some that they do not; at least one. */
  protected abstract List<String> hosts();

  public void theSameHostHasTheSameVerdictOnEveryThread() throws Exception {
    ConnectionRules rules = rules();
    List<Verdict> expected = judge(rules);
    List<FutureTask<List<Verdict>>> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(Expect.start("rules contract " + i, () -> judge(rules)));
    }

    Expect.same(expected, judge(rules), "The verdicts when asked again");
    for (FutureTask<List<Verdict>> other : others) {
      Expect.same(expected, Expect.promptly(other, "Judging"), "The verdicts of another thread");
    }
  }

  public void aHostThatIsAllowedForGoodIsAllowedAloneFromNowOn() {
    remembered(RuleAmendment.allowHost(UNHEARD), Verdict.ALLOW);
  }

  public void aHostThatIsDeniedForGoodIsDeniedAloneFromNowOn() {
    remembered(RuleAmendment.denyHost(UNHEARD), Verdict.DENY);
  }

  private void remembered(RuleAmendment amendment, Verdict wanted) {
    ConnectionRules rules = rules();
    Verdict before = rules.judge(connection(UNHEARD));
    Verdict otherBefore = rules.judge(connection("sub." + UNHEARD));

    boolean kept = rules.remember(amendment);

    Expect.same(kept ? wanted : before, rules.judge(connection(UNHEARD)), "The verdict afterwards");
    Expect.same(
        otherBefore, rules.judge(connection("sub." + UNHEARD)), "The verdict on another host");
  }

  private List<Verdict> judge(ConnectionRules rules) {
    return hosts().stream().map(host -> rules.judge(connection(host))).toList();
  }

  private static OpenConnection connection(String host) {
    return OpenConnection.builder().tool("exec_command").host(host).port(443).build();
  }
}
