package dev.codex.hook;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.item.Content;
import dev.codex.item.FunctionCall;
import dev.codex.item.ToolCall;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An event in the names and shapes that Codex gives to command hooks (codex-behaviour 6.4). */
final class HookInput {

  private static final String SHELL = "Bash";
  private static final String PATCH = "apply_patch";

  private final HookEvent event;

  HookInput(HookEvent event) {
    this.event = event;
  }

  /** Codex's name of the point; empty if it has none. */
  String point() {
    if (event instanceof HookEvent.SessionStarted) {
      return "SessionStart";
    } else if (event instanceof HookEvent.PromptSubmitted) {
      return "UserPromptSubmit";
    } else if (event instanceof HookEvent.BeforeModel) {
      return "PreModelRequest";
    } else if (event instanceof HookEvent.AfterModel) {
      return "PostModelRequest";
    } else if (event instanceof HookEvent.BeforeTool) {
      return "PreToolUse";
    } else if (event instanceof HookEvent.PermissionRequested) {
      return "PermissionRequest";
    } else if (event instanceof AfterTool) {
      return "PostToolUse";
    } else if (event instanceof HookEvent.BeforeCompaction) {
      return "PreCompact";
    } else if (event instanceof HookEvent.AfterCompaction) {
      return "PostCompact";
    } else if (event instanceof HookEvent.SubagentStarted) {
      return "SubagentStart";
    } else if (event instanceof HookEvent.SubagentStopped) {
      return "SubagentStop";
    } else if (event instanceof HookEvent.TurnStopping) {
      return "Stop";
    } else if (event instanceof HookEvent.TurnInterrupted) {
      return "Interrupt";
    }
    return event instanceof HookEvent.SessionEnded ? "SessionEnd" : "";
  }

  /** What a matcher is compared with; any of them will do. Empty where there is nothing. */
  List<String> subjects() {
    if (event instanceof HookEvent.SessionStarted started) {
      return List.of(source(started));
    } else if (event instanceof HookEvent.BeforeCompaction compaction) {
      return List.of(trigger(compaction.trigger()));
    } else if (event instanceof HookEvent.AfterCompaction compaction) {
      return List.of(trigger(compaction.trigger()));
    } else if (event instanceof HookEvent.SubagentStarted started) {
      return List.of(started.agentType());
    } else if (event instanceof HookEvent.SubagentStopped stopped) {
      return List.of(stopped.agentType());
    }
    return call()
        .map(call -> tool(call, request().orElseThrow()))
        .map(tool -> tool.equals(PATCH) ? List.of(PATCH, "Edit", "Write") : List.of(tool))
        .orElse(List.of());
  }

  private static String source(HookEvent.SessionStarted started) {
    return started.source().name().toLowerCase(Locale.ROOT);
  }

  private static String trigger(HookEvent.Trigger trigger) {
    return trigger == HookEvent.Trigger.MANUAL ? "manual" : "auto";
  }

  private Optional<ToolCall> call() {
    if (event instanceof HookEvent.BeforeTool before) {
      return Optional.of(before.call());
    } else if (event instanceof HookEvent.PermissionRequested asked) {
      return Optional.of(asked.call());
    }
    return event instanceof AfterTool after ? Optional.of(after.call()) : Optional.empty();
  }

  private Optional<ApprovalRequest> request() {
    if (event instanceof HookEvent.BeforeTool before) {
      return Optional.of(before.request());
    } else if (event instanceof HookEvent.PermissionRequested asked) {
      return Optional.of(asked.request());
    }
    return event instanceof AfterTool after ? Optional.of(after.request()) : Optional.empty();
  }

  private static String tool(ToolCall call, ApprovalRequest request) {
    if (request instanceof RunCommand || ShellInput.script(call).isPresent()) {
      return SHELL;
    }
    if (request instanceof EditFiles && call.name().equals(PATCH)) {
      return PATCH;
    }
    boolean grouped =
        call instanceof FunctionCall function && !function.namespace().isEmpty();
    return grouped ? ((FunctionCall) call).namespace() + "__" + call.name() : call.name();
  }

  /** Whether the tool's input is shown as a single {@code command}. */
  boolean takesCommand() {
    return call()
        .map(call -> tool(call, request().orElseThrow()))
        .filter(tool -> tool.equals(SHELL) || tool.equals(PATCH))
        .isPresent();
  }

  String json() {
    return Json.text(json -> {
      json.writeStartObject();
      where(json);
      what(json);
      json.writeEndObject();
    });
  }

  private void where(JsonGenerator json) throws IOException {
    HookContext context = event.context();
    json.writeStringField("session_id", context.sessionId());
    if (!context.turnId().isEmpty()) {
      json.writeStringField("turn_id", context.turnId());
    }
    Optional<Path> transcript = context.transcript();
    if (transcript.isPresent()) {
      json.writeStringField("transcript_path", transcript.get().toString());
    } else {
      json.writeNullField("transcript_path");
    }
    json.writeStringField("cwd", context.workingDirectory().toString());
    boolean model = event instanceof HookEvent.BeforeModel || event instanceof HookEvent.AfterModel;
    if (model) {
      json.writeStringField("model", context.model());
    }
    json.writeStringField("hook_event_name", point());
    if (!model && !(event instanceof HookEvent.SessionEnded)) {
      json.writeStringField("model", context.model());
      json.writeStringField(
          "permission_mode",
          context.approvalPolicy() == ApprovalPolicy.NEVER ? "bypassPermissions" : "default");
    }
  }

  private void what(JsonGenerator json) throws IOException {
    if (event instanceof HookEvent.SessionStarted started) {
      json.writeStringField("source", source(started));
    } else if (event instanceof HookEvent.PromptSubmitted submitted) {
      json.writeStringField("prompt", Content.textOf(submitted.prompt()));
    } else if (event instanceof HookEvent.AfterModel answered) {
      json.writeStringField("status", answered.error().isEmpty() ? "completed" : "failed");
      if (answered.error().isPresent()) {
        json.writeStringField("error", answered.error().get());
      } else {
        json.writeNullField("error");
      }
      usage(json, answered.usage());
    } else if (event instanceof HookEvent.BeforeCompaction compaction) {
      json.writeStringField("trigger", trigger(compaction.trigger()));
    } else if (event instanceof HookEvent.AfterCompaction compaction) {
      json.writeStringField("trigger", trigger(compaction.trigger()));
    } else if (event instanceof HookEvent.SubagentStarted started) {
      json.writeStringField("agent_id", started.agentId());
      json.writeStringField("agent_type", started.agentType());
    } else if (event instanceof HookEvent.SubagentStopped stopped) {
      json.writeStringField("agent_id", stopped.agentId());
      json.writeStringField("agent_type", stopped.agentType());
      json.writeStringField("last_assistant_message", stopped.lastMessage());
    } else if (event instanceof HookEvent.TurnStopping stopping) {
      json.writeBooleanField("stop_hook_active", stopping.wentOn());
      json.writeStringField("last_assistant_message", stopping.lastMessage());
    } else if (event instanceof HookEvent.SessionEnded ended) {
      json.writeStringField("reason", ended.reason());
    } else {
      toolCall(json);
    }
  }

  private static void usage(JsonGenerator json, Usage usage) throws IOException {
    json.writeObjectFieldStart("token_usage");
    json.writeNumberField("input_tokens", usage.inputTokens());
    json.writeNumberField("cached_input_tokens", usage.cachedInputTokens());
    json.writeNumberField("cache_write_input_tokens", usage.cacheWriteInputTokens());
    json.writeNumberField("output_tokens", usage.outputTokens());
    json.writeNumberField("reasoning_output_tokens", usage.reasoningOutputTokens());
    json.writeNumberField("total_tokens", usage.totalTokens());
    json.writeEndObject();
  }

  private void toolCall(JsonGenerator json) throws IOException {
    if (call().isEmpty()) {
      return;
    }
    ToolCall call = call().get();
    ApprovalRequest request = request().orElseThrow();
    json.writeStringField("tool_name", tool(call, request));
    json.writeFieldName("tool_input");
    toolInput(json, call, request);
    if (event instanceof AfterTool after) {
      json.writeStringField("tool_response", after.printed().orElse(after.output()));
    }
    if (!(event instanceof HookEvent.PermissionRequested)) {
      json.writeStringField("tool_use_id", call.callId());
    }
  }

  private void toolInput(JsonGenerator json, ToolCall call, ApprovalRequest request)
      throws IOException {
    String tool = tool(call, request);
    Optional<String> command = Optional.empty();
    if (tool.equals(SHELL)) {
      command = Optional.of(ShellInput.script(call).orElseGet(() -> ((RunCommand) request).line()));
    } else if (tool.equals(PATCH)) {
      command = Optional.of(ShellInput.patch(call));
    } else if (isObject(call.input())) {
      json.writeRawValue(call.input());
      return;
    }
    json.writeStartObject();
    json.writeStringField(
        command.isPresent() ? "command" : "input", command.orElseGet(call::input));
    if (event instanceof HookEvent.PermissionRequested && !request.reason().isEmpty()) {
      json.writeStringField("description", request.reason());
    }
    json.writeEndObject();
  }

  private static boolean isObject(String text) {
    try (JsonParser parser = Json.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
