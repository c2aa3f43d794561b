package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.DeveloperMessage;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelSettings;
import dev.codex.model.OutputSchema;
import dev.codex.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests of one model in the order of fields that codex 0.169 has. Everything that does not
 * change from round to round is encoded once per pair of instructions and tools and kept for the
 * pairs used last.
 */
final class RequestEncoder {

  private static final int MAX_FRAMES = 16;

  private final ModelProfile profile;
  private final ModelSettings settings;
  private final Store store;

  private final ReentrantLock encoding = new ReentrantLock();
  private volatile RequestFrame[] frames = {}; // replaced under encoding, never written to

  /** Whether the server may keep the answer, which Azure's cannot do without. */
  enum Store {
    KEEP,
    FORGET
  }

  RequestEncoder(ModelProfile profile, ModelSettings settings, Store store) {
    this.profile = profile;
    this.settings = settings;
    this.store = store;
  }

  RequestBytes encode(ModelRequest request, RequestIdentity identity) {
    RequestFrame frame = frame(request.instructions(), request.tools());
    byte[] end = Json.bytes(json -> end(json, request, identity));
    // the frame opened the object, so the bytes of the generator lose their brace
    return new RequestBytes(frame, request.input(), Arrays.copyOfRange(end, 1, end.length));
  }

  private RequestFrame frame(String instructions, List<ToolSpec> tools) {
    RequestFrame[] known = frames;
    for (RequestFrame frame : known) {
      if (frame.fits(instructions, tools)) {
        return frame;
      }
    }
    RequestFrame frame = build(instructions, tools);
    encoding.lock();
    try {
      RequestFrame[] next = Arrays.copyOf(frames, Math.min(frames.length + 1, MAX_FRAMES));
      System.arraycopy(frames, 0, next, 1, next.length - 1);
      next[0] = frame;
      frames = next;
    } finally {
      encoding.unlock();
    }
    return frame;
  }

  private RequestFrame build(String instructions, List<ToolSpec> tools) {
    byte[] head = Json.bytes(this::head);
    ByteArrayOutputStream start = new ByteArrayOutputStream(head.length + instructions.length());
    start.write(head, 0, head.length - 1);
    start.writeBytes(",\"input\":[".getBytes(StandardCharsets.US_ASCII));
    if (!instructions.isEmpty()) {
      String id = ItemIds.stable("msg_", instructions);
      start.writeBytes(ModelItemCodec.encode(DeveloperMessage.of(id, instructions)));
    }
    byte[] middle = Json.bytes(json -> middle(json, tools));
    middle[0] = ',';
    middle[middle.length - 1] = ',';
    ByteArrayOutputStream rest = new ByteArrayOutputStream(middle.length + 1);
    rest.write(']');
    rest.writeBytes(middle);
    return new RequestFrame(
        instructions, tools, start.toByteArray(), rest.toByteArray(), !instructions.isEmpty());
  }

  private void head(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("model", profile.name());
    json.writeBooleanField("stream", true);
    if (settings.serviceTier().isPresent()) {
      json.writeStringField("service_tier", settings.serviceTier().get());
    }
    json.writeEndObject();
  }

  private void middle(JsonGenerator json, List<ToolSpec> tools) throws IOException {
    json.writeStartObject();
    json.writeFieldName("tools");
    ToolList.write(json, tools, profile.freeformTools());
    json.writeStringField("tool_choice", "auto");
    json.writeBooleanField("parallel_tool_calls", profile.parallelToolCalls());
    json.writeObjectFieldStart("reasoning");
    field(json, "effort", settings.reasoningEffort());
    field(json, "summary", settings.reasoningSummary());
    json.writeEndObject();
    json.writeBooleanField("store", store == Store.KEEP);
    json.writeArrayFieldStart("include");
    json.writeString("reasoning.encrypted_content");
    json.writeEndArray();
    json.writeEndObject();
  }

  private void end(JsonGenerator json, ModelRequest request, RequestIdentity identity)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("prompt_cache_key", request.sessionId());
    if (settings.verbosity().isPresent() || request.outputSchema().isPresent()) {
      json.writeObjectFieldStart("text");
      field(json, "verbosity", settings.verbosity());
      if (request.outputSchema().isPresent()) {
        format(json, request.outputSchema().get());
      }
      json.writeEndObject();
    }
    identity.writeClientMetadata(json);
    json.writeEndObject();
  }

  private static void format(JsonGenerator json, OutputSchema schema) throws IOException {
    json.writeObjectFieldStart("format");
    json.writeStringField("type", "json_schema");
    json.writeBooleanField("strict", true);
    json.writeFieldName("schema");
    json.writeRawValue(schema.json());
    json.writeStringField("name", schema.name());
    json.writeEndObject();
  }

  private static void field(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }
}
