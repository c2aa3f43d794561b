package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.sandbox.protocol.OutputNotice;
import dev.codex.sandbox.protocol.Trees;
import dev.codex.sandbox.remote.process.ProcessEvent;
import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Hands notifications to the commands that they are about; what is about none is left aside. */
final class Notices {

  private Notices() {}

  static void deliver(
      Map<String, RemoteCommand> commands, String method, JsonSlice params, BooleanSupplier isOpen)
      throws IOException {
    switch (method) {
      case "process/output" -> {
        OutputNotice notice = OutputNotice.decode(params);
        RemoteCommand command = commands.get(notice.processId());
        if (command != null) {
          command.accept(notice.sequence(), new ProcessEvent.Output(notice.chunk()));
          command.slowDown(isOpen);
        }
      }
      case "process/exited" -> {
        JsonNode exit = Trees.read(params);
        about(commands, exit, new ProcessEvent.Exited(exit.path("exitCode").asInt(-1)));
      }
      case "process/closed" -> about(commands, Trees.read(params), new ProcessEvent.Closed());
      default -> {
        // something new, or an answer to what this client does not ask for
      }
    }
  }

  private static void about(
      Map<String, RemoteCommand> commands, JsonNode params, ProcessEvent event) {
    RemoteCommand command = commands.get(params.path("processId").asText());
    if (command != null) {
      command.accept(params.path("seq").asLong(), event);
    }
  }
}
