package dev.codex.hook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what a command hook says, by exit code and by JSON on standard output (codex-behaviour
 * 6.4). What Codex does not accept at a point is a failed hook, here as there.
 */
final class HookOutput {

  private static final int BLOCKED = 2;

  private final HookEvent event;
  private final HookFailures failures;

  HookOutput(HookEvent event, HookFailures failures) {
    this.event = event;
    this.failures = failures;
  }

  HookResult read(HookProcess.Exit exit) throws HookFailedException {
    if (exit.code() == BLOCKED && canBlock()) {
      String reason = exit.error().strip();
      if (reason.isEmpty()) {
        throw new HookFailedException("blocked without a reason on standard error");
      }
      return HookResult.deny(reason);
    }
    if (exit.code() != 0) {
      throw new HookFailedException("exited with code " + exit.code());
    }
    String text = exit.output().strip();
    if (text.startsWith("{")) {
      Map<String, String> said = members(text);
      String context = said.getOrDefault("hookSpecificOutput.additionalContext", "");
      HookResult result = answer(said);
      return context.isEmpty() ? result : result.withContext(context);
    }
    return addsText() && !text.isEmpty()
        ? HookResult.proceed().withContext(text)
        : HookResult.proceed();
  }

  private boolean canBlock() {
    return event.isDeniable() && !(event instanceof HookEvent.SessionStarted)
        || event instanceof HookEvent.TurnStopping
        || event instanceof HookEvent.SubagentStopped;
  }

  private boolean addsText() {
    return event instanceof HookEvent.SessionStarted || event instanceof HookEvent.PromptSubmitted;
  }

  private HookResult answer(Map<String, String> said) throws HookFailedException {
    if (said.getOrDefault("continue", "true").equals("false")) {
      return stop(said.getOrDefault("stopReason", ""));
    }
    if (said.containsKey("decision")) {
      if (!said.get("decision").equals("block") || !canBlock()) {
        throw new HookFailedException("gave a decision that is not known here");
      }
      return deny(said.getOrDefault("reason", ""));
    }
    if (event instanceof HookEvent.BeforeTool before) {
      return permission(before, said);
    }
    return event instanceof HookEvent.PermissionRequested ? behavior(said) : HookResult.proceed();
  }

  private HookResult stop(String reason) throws HookFailedException {
    if (addsText()) {
      return HookResult.stop(reason);
    }
    if (event instanceof AfterTool) {
      return HookResult.deny(reason.isEmpty() ? "A hook stopped this." : reason);
    }
    if (event.isDeniable()) {
      throw new HookFailedException("wants to stop the turn, which is not possible here");
    }
    return HookResult.proceed();
  }

  private static HookResult deny(String reason) throws HookFailedException {
    if (reason.isBlank()) {
      throw new HookFailedException("blocked without a reason");
    }
    return HookResult.deny(reason.strip());
  }

  private HookResult permission(HookEvent.BeforeTool before, Map<String, String> said)
      throws HookFailedException {
    String decision = said.getOrDefault("hookSpecificOutput.permissionDecision", "");
    String reason = said.getOrDefault("hookSpecificOutput.permissionDecisionReason", "");
    String updated = said.get("hookSpecificOutput.updatedInput");
    switch (decision) {
      case "deny":
        return deny(reason);
      case "ask":
        if (failures == HookFailures.IGNORE) { // Codex does not know how to
          throw new HookFailedException("wants somebody to be asked");
        }
        return HookResult.ask(reason);
      case "allow":
        return updated == null ? HookResult.proceed() : rewrite(before, updated);
      case "":
        if (updated == null) {
          return HookResult.proceed();
        }
        throw new HookFailedException("gave another input without allowing it");
      default:
        throw new HookFailedException("gave a decision that is not known here");
    }
  }

  private static HookResult rewrite(HookEvent.BeforeTool before, String updated)
      throws HookFailedException {
    if (!new HookInput(before).takesCommand()) {
      return HookResult.rewrite(updated);
    }
    String command = members(updated).get("command");
    if (command == null) {
      throw new HookFailedException("gave an input without a command");
    }
    return ShellInput.with(before.call(), command)
        .map(HookResult::rewrite)
        .orElseThrow(() -> new HookFailedException("gave an input that the tool does not have"));
  }

  private static HookResult behavior(Map<String, String> said) throws HookFailedException {
    String decision = said.get("hookSpecificOutput.decision");
    if (decision == null) {
      return HookResult.proceed();
    }
    Map<String, String> members = members(decision);
    return switch (members.getOrDefault("behavior", "")) {
      case "allow" -> HookResult.approve();
      case "deny" -> HookResult.deny(members.getOrDefault("message", "denied by a hook"));
      default -> throw new HookFailedException("gave a decision that is not known here");
    };
  }

  /** Scalars as text, objects as JSON; those of hookSpecificOutput under its name and a dot. */
  private static Map<String, String> members(String json) throws HookFailedException {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new HookFailedException("printed JSON that is no object");
      }
      object(parser, "", members);
      if (parser.nextToken() != null) {
        throw new HookFailedException("printed more than one JSON object");
      }
    } catch (IOException e) {
      throw new HookFailedException("printed JSON that cannot be read", e);
    }
    return members;
  }

  private static void object(JsonParser parser, String prefix, Map<String, String> members)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && name.equals("hookSpecificOutput")) {
        object(parser, name + ".", members);
      } else if (value != JsonToken.VALUE_NULL) {
        members.put(prefix + name, Json.textOrJson(parser));
      }
    }
  }
}
