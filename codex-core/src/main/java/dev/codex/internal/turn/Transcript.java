package dev.codex.internal.turn;

import dev.codex.internal.json.Ids;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import java.nio.file.Path;

final class Transcript {
  private final Assembly assembly;
  private final String id = Ids.uuid();

  Transcript(Assembly assembly) {
    this.assembly = assembly;
  }

  static Transcript create(Assembly assembly) {
    return new Transcript(assembly);
  }

  static Transcript open(Assembly assembly, String id) {
    throw new IllegalStateException(id);
  }

  String sessionId() {
    return id;
  }

  Path workingDirectory() {
    return assembly.workspace();
  }

  ModelInput history() {
    return ModelInput.empty();
  }

  Usage usage() {
    return Usage.ZERO;
  }

  void beginTurn(String turnId) {}

  void prompt(UserMessage message, byte[] json) {}

  void item(byte[] json) {}

  void usage(String turnId, Usage response, Usage session) {}

  void endTurn(String turnId, String finalMessage, boolean interrupted) {}

  void close() {}
}
