package dev.codex.internal.rollout;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.RolloutLine;
import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.session.SessionHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes the lines of a rollout file, numbered one after another. Used by one thread at a time.
 *
 * <p>Codex 0.169 goes on with a session that has its {@code session_meta} first and then the items;
 * it finds the session by itself ({@code resume --last}) only if there is a {@code user_message}
 * event too.
 */
public final class RolloutWriter {

  private static final String ORIGINATOR = "codex_java";
  private static final String VERSION = "0.1.0";

  private long ordinal;

  private RolloutWriter(long ordinal) {
    this.ordinal = ordinal;
  }

  /** Numbers the lines from there on; 0 for a new session. */
  public static RolloutWriter from(long ordinal) {
    return new RolloutWriter(ordinal);
  }

  /** The number of the line that will be written next. */
  public long nextOrdinal() {
    return ordinal;
  }

  /**
   * The first line of every session.
   *
   * @param base the instructions, which an agent gives to all its sessions: escaping them anew was
   *     a sixth of the byte code of a session with five rounds
   */
  public byte[] sessionMeta(
      Instant at,
      SessionHeader header,
      Optional<String> forkedFrom,
      String provider,
      SerializableString base) {
    return line(at, "session_meta", json -> {
      json.writeStringField("id", header.id());
      json.writeStringField("session_id", header.id());
      if (forkedFrom.isPresent()) {
        json.writeStringField("forked_from_id", forkedFrom.get());
      }
      json.writeStringField("timestamp", RolloutTimestamp.of(header.createdAt()));
      json.writeStringField("cwd", header.workingDirectory().toString());
      json.writeStringField("originator", ORIGINATOR);
      json.writeStringField("cli_version", VERSION);
      json.writeStringField("source", "exec");
      json.writeStringField("model_provider", provider);
      json.writeObjectFieldStart("base_instructions");
      json.writeFieldName("text");
      json.writeString(base);
      json.writeEndObject();
    });
  }

  public byte[] turnContext(Instant at, String turnId, TurnSettings settings) {
    return line(at, "turn_context", json -> {
      json.writeStringField("turn_id", turnId);
      json.writeStringField("cwd", settings.workingDirectory().toString());
      json.writeFieldName("approval_policy");
      json.writeRawValue(json(settings.approvalPolicy()));
      json.writeFieldName("sandbox_policy");
      sandboxPolicy(json, settings.sandboxPolicy());
      json.writeStringField("model", settings.model());
      json.writeStringField("summary", "auto");
    });
  }

  /**
   * An item of the conversation.
   *
   * @param json UTF-8 of the item, which is put into the line as it is
   */
  public byte[] item(Instant at, byte[] json) {
    return frame(at, "response_item", json);
  }

  /** From here on the conversation begins with this input instead of all that came before. */
  public byte[] compacted(Instant at, String summary, ModelInput replacement) {
    return line(at, "compacted", json -> {
      json.writeStringField("message", summary);
      json.writeArrayFieldStart("replacement_history");
      for (int i = 0; i < replacement.size(); i++) {
        byte[] item = replacement.json(i);
        json.writeRawValue(new String(item, StandardCharsets.UTF_8));
      }
      json.writeEndArray();
    });
  }

  public byte[] taskStarted(Instant at, String turnId, OptionalLong contextWindow) {
    return event(at, "task_started", json -> {
      json.writeStringField("turn_id", turnId);
      json.writeNumberField("started_at", at.getEpochSecond());
      contextWindow(json, contextWindow);
      json.writeStringField("collaboration_mode_kind", "default");
    });
  }

  /** What the user said. The item is not enough: Codex lists sessions by this. */
  public byte[] userMessage(Instant at, String text) {
    return event(at, "user_message", json -> {
      json.writeStringField("message", text);
      for (String empty : List.of("images", "local_images", "text_elements")) {
        json.writeArrayFieldStart(empty);
        json.writeEndArray();
      }
    });
  }

  public byte[] agentMessage(Instant at, String text) {
    return event(at, "agent_message", json -> json.writeStringField("message", text));
  }

  /** What the session has used up so far, and its last request with it. */
  public byte[] tokenCount(Instant at, Usage total, Usage last, OptionalLong contextWindow) {
    StringBuilder json = new StringBuilder(512);
    json.append("{\"type\":\"token_count\",\"info\":{\"total_token_usage\":{");
    usage(json, total);
    json.append("},\"last_token_usage\":{");
    usage(json, last);
    json.append("},\"model_context_window\":");
    if (contextWindow.isPresent()) {
      json.append(contextWindow.getAsLong());
    } else {
      json.append("null");
    }
    json.append("},\"rate_limits\":null}");
    return frame(at, "event_msg", json.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Numbers only, and in every round: a generator was a twentieth of the round's byte code. */
  private static void usage(StringBuilder json, Usage usage) {
    json.append("\"input_tokens\":").append(usage.inputTokens());
    json.append(",\"cached_input_tokens\":").append(usage.cachedInputTokens());
    json.append(",\"cache_write_input_tokens\":").append(usage.cacheWriteInputTokens());
    json.append(",\"output_tokens\":").append(usage.outputTokens());
    json.append(",\"reasoning_output_tokens\":").append(usage.reasoningOutputTokens());
    json.append(",\"total_tokens\":").append(usage.totalTokens());
  }

  public byte[] taskComplete(Instant at, String turnId, String lastMessage) {
    return event(at, "task_complete", json -> {
      json.writeStringField("turn_id", turnId);
      json.writeStringField("last_agent_message", lastMessage);
    });
  }

  /**
   * A turn that ended early.
   *
   * @param reason {@code interrupted} or {@code replaced}
   */
  public byte[] turnAborted(Instant at, String turnId, String reason) {
    return event(at, "turn_aborted", json -> {
      json.writeStringField("turn_id", turnId);
      json.writeStringField("reason", reason);
    });
  }

  /** A call that waits for an answer. */
  public byte[] approvalDeferred(Instant at, PendingCall pending) {
    return event(at, PendingCall.DEFERRED, pending::write);
  }

  /** The answer to such a call, written before it is acted on. */
  public byte[] approvalSettled(Instant at, String id, String decision) {
    return event(at, PendingCall.SETTLED, json -> {
      json.writeStringField("id", id);
      json.writeStringField("decision", decision);
    });
  }

  /** Takes the last turns of the user, and what followed them, out of the conversation. */
  public byte[] rolledBack(Instant at, int turns) {
    return event(at, "thread_rolled_back", json -> json.writeNumberField("num_turns", turns));
  }

  private byte[] event(Instant at, String type, Json.Writer members) {
    return line(at, "event_msg", json -> {
      json.writeStringField("type", type);
      members.write(json);
    });
  }

  private byte[] line(Instant at, String type, Json.Writer members) {
    return frame(at, type, Json.bytes(json -> {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    }));
  }

  /** One array of the right size and one pass over it: this is done for every item of a turn. */
  private byte[] frame(Instant at, String type, byte[] payload) {
    String head = "{\"timestamp\":\"" + RolloutTimestamp.of(at) + "\",\"ordinal\":" + ordinal++
        + ",\"type\":\"" + type + "\",\"payload\":";
    int start = head.length();
    int end = start + payload.length;
    byte[] line = new byte[end + RolloutLine.CHECKSUM_LENGTH];
    ascii(head, line, 0);
    System.arraycopy(payload, 0, line, start, payload.length);
    for (int i = start; i < end; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' '; // unescaped ones only ever stand between tokens, but would end the line
      }
    }
    int checksum = RolloutLine.checksum(line, end);
    ascii(RolloutLine.CHECKSUM, line, end);
    for (int i = 0; i < 8; i++) {
      line[end + RolloutLine.CHECKSUM.length() + i] = RolloutLine.hexDigit(checksum, i);
    }
    ascii("\"}", line, line.length - 2);
    return line;
  }

  @SuppressWarnings("deprecation") // the text is ASCII, of which this is the cheapest copy
  private static void ascii(String text, byte[] target, int at) {
    text.getBytes(0, text.length(), target, at);
  }

  private static void contextWindow(JsonGenerator json, OptionalLong tokens) throws IOException {
    if (tokens.isPresent()) {
      json.writeNumberField("model_context_window", tokens.getAsLong());
    } else {
      json.writeNullField("model_context_window");
    }
  }

  static String json(ApprovalPolicy policy) {
    if (!(policy instanceof ApprovalPolicy.Granular granular)) {
      return Json.quote(policy.wireName());
    }
    return Json.text(json -> {
      json.writeStartObject();
      json.writeObjectFieldStart(policy.wireName());
      json.writeBooleanField("sandbox_approval", granular.sandboxApproval());
      json.writeBooleanField("rules", granular.rules());
      json.writeBooleanField("skill_approval", granular.skillApproval());
      json.writeBooleanField("request_permissions", granular.requestPermissions());
      json.writeBooleanField("mcp_elicitations", granular.mcpElicitations());
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  static String json(SandboxPolicy policy) {
    return new String(Json.bytes(json -> sandboxPolicy(json, policy)), StandardCharsets.UTF_8);
  }

  private static void sandboxPolicy(JsonGenerator json, SandboxPolicy policy) throws IOException {
    boolean network = policy.network() == NetworkAccess.ON;
    json.writeStartObject();
    // Codex has no word for our profiles; what it takes them for allows less
    json.writeStringField(
        "type", policy instanceof SandboxPolicy.Profile ? "read-only" : policy.mode());
    if (policy instanceof SandboxPolicy.WorkspaceWrite write) {
      json.writeArrayFieldStart("writable_roots");
      for (Path root : write.roots()) {
        json.writeString(root.toString());
      }
      json.writeEndArray();
      boolean closed = write.tempFolders() == SandboxPolicy.TempFolders.READ_ONLY;
      json.writeBooleanField("network_access", network);
      json.writeBooleanField("exclude_tmpdir_env_var", closed);
      json.writeBooleanField("exclude_slash_tmp", closed);
    } else if (policy instanceof SandboxPolicy.External) {
      json.writeStringField("network_access", network ? "enabled" : "restricted");
    } else if (policy instanceof SandboxPolicy.ReadOnly && network) {
      json.writeBooleanField("network_access", true);
    }
    json.writeEndObject();
  }
}
