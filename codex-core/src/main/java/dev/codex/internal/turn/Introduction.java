package dev.codex.internal.turn;

import dev.codex.context.SessionContext;
import dev.codex.internal.json.Ids;
import dev.codex.item.ModelItem;
import java.nio.file.Path;
import java.util.List;

/** What the model has to know before the first prompt: what it may do, and where it is. */
final class Introduction {

  private Introduction() {}

  static List<ModelItem> of(Assembly assembly, Path workingDirectory) {
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
}
