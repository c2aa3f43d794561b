package dev.codex.internal.turn;

import dev.codex.context.Instructions;
import dev.codex.context.SessionContext;
import dev.codex.internal.gate.LostCalls;
import dev.codex.internal.json.Ids;
import dev.codex.internal.rollout.Rollout;
import dev.codex.item.ModelItem;
import java.nio.file.Path;
import java.util.List;

/**
 * What has to be known before a session begins or goes on: by the model what it is, what it may do
 * and where; by a person what was found when the session was opened. All but what the model is, is
 * said once. Used by the turn that has the conversation.
 */
final class Introduction {

  private final Assembly assembly;
  private final String instructions;
  private boolean introduced; // the model knows where it is and what it may do
  private List<String> notices;
  private LostCalls lost;

  private Introduction(
      Assembly assembly,
      String instructions,
      boolean introduced,
      List<String> notices,
      LostCalls lost) {
    this.assembly = assembly;
    this.instructions = instructions;
    this.introduced = introduced;
    this.notices = notices;
    this.lost = lost;
  }

  static Introduction toNew(Assembly assembly) {
    return new Introduction(assembly, assembly.instructions(), false, List.of(), LostCalls.none());
  }

  static Introduction toResumed(Assembly assembly, String sessionId, Rollout rollout) {
    boolean introduced = rollout.hasContext()
        && rollout
            .settings()
            .map(last -> last.agreeWith(assembly.approvalPolicy(), assembly.sandboxPolicy()))
            .orElse(true);
    return new Introduction(
        assembly,
        instructions(assembly, rollout),
        introduced,
        Transcript.notices(rollout),
        LostCalls.of(assembly.ledger(), sessionId));
  }

  /** Those of the session stay (codex-behaviour 5), unless the host has given its own. */
  private static String instructions(Assembly assembly, Rollout rollout) {
    String own = assembly.instructions();
    if (!own.equals(Instructions.standard())) {
      return own;
    }
    return rollout.instructions().filter(text -> !text.equals(own)).orElse(own); // one copy of own
  }

  /** What the model is, in every request. */
  String instructions() {
    return instructions;
  }

  /** What the model has to know before the first prompt; nothing if it knows. */
  List<ModelItem> takeItems(Path workingDirectory) {
    if (introduced) {
      return List.of();
    }
    introduced = true;
    return List.of(
        SessionContext.permissions(
            Ids.item("msg"),
            assembly.sandboxPolicy(),
            assembly.approvalPolicy(),
            assembly.developerInstructions()),
        SessionContext.environment(
            Ids.item("msg"),
            workingDirectory,
            assembly.sandboxPolicy(),
            assembly.clock().instant().atZone(assembly.clock().getZone())));
  }

  /** What a person should be told about the transcript. */
  List<String> takeNotices() {
    List<String> taken = notices;
    notices = List.of();
    return taken;
  }

  /** The calls that a process had begun when it died, until they are settled. */
  LostCalls lost() {
    return lost;
  }

  /** The model and whoever watches have been told of the lost calls. */
  void settleLost() {
    lost.settle();
    lost = LostCalls.none();
  }
}
