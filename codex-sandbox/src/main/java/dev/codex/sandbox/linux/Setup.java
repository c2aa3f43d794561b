package dev.codex.sandbox.linux;

import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.sandbox.kernel.CommandSteps.Limit;
import java.util.List;
import java.util.Map;

/**
 * What a host may choose.
 *
 * @param mechanisms the first that works is used
 * @param limits for every command
 * @param connections what holds for hosts besides the rules of a policy
 * @param approver who is asked about hosts that no rule of a policy names
 */
public record Setup(
    List<Mechanism> mechanisms,
    Map<Limit, Long> limits,
    ConnectionRules connections,
    Approver approver) {

  public Setup {
    mechanisms = List.copyOf(mechanisms);
    limits = Map.copyOf(limits);
  }

  /** No limits, and nobody to ask. */
  public static Setup of(Mechanism... mechanisms) {
    return new Setup(List.of(mechanisms), Map.of(), ConnectionRules.none(), Approver.denyAll());
  }
}
