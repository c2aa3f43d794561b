package dev.codex.internal.rollout;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.RolloutLine;
import dev.codex.item.CustomToolCall;
import dev.codex.item.FunctionCall;
import dev.codex.item.ToolCall;
import dev.codex.policy.PendingApproval;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A call that waits for an answer, as the transcript keeps it: the call itself, so that it can be
 * done, and what a person has to know to decide.
 */
public record PendingCall(PendingApproval approval, ToolCall call) {

  static final String DEFERRED = "approval_deferred";
  static final String SETTLED = "approval_settled";

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("id", approval.id());
    json.writeStringField("session_id", approval.sessionId());
    json.writeStringField("tool", approval.tool());
    json.writeStringField("call_id", approval.callId());
    json.writeStringField("since", approval.since().toString());
    json.writeStringField("reason", approval.reason());
    json.writeStringField("action", approval.action());
    json.writeStringField("digest", approval.digest());
    json.writeStringField(
        "call_type", call instanceof CustomToolCall ? "custom_tool_call" : "function_call");
    json.writeStringField("name", call.name());
    json.writeStringField(
        "namespace", call instanceof FunctionCall function ? function.namespace() : "");
    json.writeStringField("input", call.input());
  }

  /** The text members of an event's payload. */
  static Map<String, String> members(RolloutLine line) {
    Map<String, String> members = new HashMap<>();
    int length = line.end() - line.start();
    try (JsonParser parser = Json.parser(line.line(), line.start(), length)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, Json.textOr(parser, ""));
        }
      }
    } catch (IOException e) {
      return Map.of(); // a line that is broken puts nothing off
    }
    return members;
  }

  static Optional<PendingCall> read(RolloutLine line) {
    Map<String, String> members = members(line);
    try {
      PendingApproval approval = PendingApproval.builder()
          .id(members.getOrDefault("id", ""))
          .sessionId(members.getOrDefault("session_id", ""))
          .tool(members.getOrDefault("tool", ""))
          .callId(members.getOrDefault("call_id", ""))
          .since(Instant.parse(members.getOrDefault("since", "")))
          .reason(members.getOrDefault("reason", ""))
          .action(members.getOrDefault("action", ""))
          .digest(members.getOrDefault("digest", ""))
          .build();
      return Optional.of(new PendingCall(approval, call(members)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ToolCall call(Map<String, String> members) {
    String callId = members.getOrDefault("call_id", "");
    String name = members.getOrDefault("name", "");
    String input = members.getOrDefault("input", "");
    return members.getOrDefault("call_type", "").equals("custom_tool_call")
        ? new CustomToolCall("", callId, name, input)
        : FunctionCall.builder()
            .id("")
            .callId(callId)
            .namespace(members.getOrDefault("namespace", ""))
            .name(name)
            .arguments(input)
            .build();
  }
}
