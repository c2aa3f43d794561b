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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one model in the order of fields that codex 0.169 has. Everything that does not
 * change from round to round is encoded once per pair of instructions and tools, or once per turn,
 * and kept for the pairs and turns used last.
 */
final class RequestEncoder {

  private static final int MAX_FRAMES = 16;

  /** Turns that nobody has heard the end of; a turn that is over is forgotten. */
  private static final int MAX_TURNS = 2_048;

  private final ModelProfile profile;
  private final ModelSettings settings;
  private final Store store;

  private final ReentrantLock encoding = new ReentrantLock();
  private volatile Frame[] frames = {}; // replaced under encoding, never written to
  private final Map<String, TurnPart> turns = // guarded by encoding; the one used last is last
      new LinkedHashMap<>(16, 0.75f, true);

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

  RequestBytes encode(ModelRequest request, TurnPart turn) {
    Frame frame = frame(request.instructions(), request.tools());
    return new RequestBytes(frame, request.input(), turn.end());
  }

  /** What the requests of a turn have in common beside their frame and their items. */
  TurnPart turn(ModelRequest request, Function<ModelRequest, RequestIdentity> identities) {
    TurnPart known = known(request.turnId());
    if (known != null && known.fits(request)) {
      return known;
    }
    RequestIdentity identity = identities.apply(request);
    byte[] end = Json.bytes(json -> end(json, request, identity));
    // the frame opened the object, so the bytes of the generator lose their brace
    TurnPart turn = new TurnPart(
        request.turnId(),
        request.sessionId(),
        request.metadata(),
        request.outputSchema(),
        identity,
        Arrays.copyOfRange(end, 1, end.length));
    encoding.lock();
    try {
      turns.put(turn.turnId(), turn);
      if (turns.size() > MAX_TURNS) {
        turns.remove(turns.keySet().iterator().next());
      }
    } finally {
      encoding.unlock();
    }
    return turn;
  }

  private @Nullable TurnPart known(String turnId) {
    encoding.lock();
    try {
      return turns.get(turnId);
    } finally {
      encoding.unlock();
    }
  }

  /** The turn is over, as far as its model can tell, so that an idle session keeps nothing here. */
  void forget(String turnId) {
    encoding.lock();
    try {
      turns.remove(turnId);
    } finally {
      encoding.unlock();
    }
  }

  /**
   * What the requests of a session share: the bytes before and behind the items.
   *
   * @param startsWithItem whether the bytes before end in an item, the instructions
   */
  record Frame(
      String instructions,
      List<ToolSpec> tools,
      byte[] start,
      byte[] middle,
      boolean startsWithItem) {

    /** Cheap where the parts are the same objects, as they are within a session. */
    boolean fits(String otherInstructions, List<ToolSpec> otherTools) {
      return instructions.equals(otherInstructions) && tools.equals(otherTools);
    }
  }

  record TurnPart(
      String turnId,
      String sessionId,
      Map<String, String> metadata,
      Optional<OutputSchema> schema,
      RequestIdentity identity,
      byte[] end) {

    boolean fits(ModelRequest request) {
      return turnId.equals(request.turnId())
          && sessionId.equals(request.sessionId())
          && metadata.equals(request.metadata())
          && schema.equals(request.outputSchema());
    }
  }

  private Frame frame(String instructions, List<ToolSpec> tools) {
    Frame[] known = frames;
    for (Frame frame : known) {
      if (frame.fits(instructions, tools)) {
        return frame;
      }
    }
    Frame frame = build(instructions, tools);
    encoding.lock();
    try {
      Frame[] all = Arrays.copyOf(frames, Math.min(frames.length + 1, MAX_FRAMES));
      System.arraycopy(frames, 0, all, 1, all.length - 1);
      all[0] = frame;
      frames = all;
    } finally {
      encoding.unlock();
    }
    return frame;
  }

  private Frame build(String instructions, List<ToolSpec> tools) {
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
    return new Frame(
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
