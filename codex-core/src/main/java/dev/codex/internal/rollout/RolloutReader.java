package dev.codex.internal.rollout;

import dev.codex.internal.json.JsonScanner;
import dev.codex.internal.json.RolloutLine;
import dev.codex.model.Usage;
import dev.codex.session.SessionLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a session from its log (codex-behaviour 5, "Resume"). It does not matter who wrote the
 * log: unknown lines are passed over, broken ones are reported, numbers may be missing or double.
 */
public final class RolloutReader {

  private final RecordedHistory history = new RecordedHistory();
  private final List<RepairNote> notes = new ArrayList<>();
  private final Map<String, PendingCall> pending = new LinkedHashMap<>(0);
  private int lineNumber;
  private long nextOrdinal;
  private boolean sawMeta;
  private @Nullable String id;
  private @Nullable Path workingDirectory;
  private @Nullable Instant createdAt;
  private @Nullable String instructions;
  private @Nullable RecordedSettings settings;
  private @Nullable String openTurn;
  private Usage usage = Usage.ZERO;

  private RolloutReader() {}

  /** @throws dev.codex.error.SessionException if the log cannot be read at all */
  public static Rollout read(SessionLog log) {
    RolloutReader reader = new RolloutReader();
    log.read(reader::line);
    return reader.rollout();
  }

  private Rollout rollout() {
    HistoryRepair.Result repaired = HistoryRepair.repair(history.input());
    for (HistoryRepair.Note note : repaired.notes()) {
      notes.add(new RepairNote(history.lineOf(note.index()), note.problem()));
    }
    notes.sort(Comparator.comparingInt(RepairNote::line));
    return new Rollout(
        Optional.ofNullable(id),
        Optional.ofNullable(workingDirectory),
        Optional.ofNullable(createdAt),
        Optional.ofNullable(instructions),
        repaired.input(),
        usage,
        nextOrdinal,
        history.hasContext(),
        Optional.ofNullable(settings),
        Optional.ofNullable(openTurn),
        notes,
        List.copyOf(pending.values()));
  }

  private void line(byte[] bytes) {
    lineNumber++;
    if (RolloutLine.isBlank(bytes)) {
      return;
    }
    try {
      RolloutLine line = RolloutLine.parse(bytes);
      nextOrdinal = Math.max(nextOrdinal, line.ordinal()) + 1;
      if (!line.isIntact()) {
        note("the line was changed after it was written; it is used as it is");
      }
      if (line.hasPayload()) {
        payload(line);
      } else {
        note("the line has no payload and was left out");
      }
    } catch (JsonScanner.Malformed e) {
      note("not JSON, left out: " + e.getMessage());
    }
  }

  private void payload(RolloutLine line) throws JsonScanner.Malformed {
    switch (line.type()) {
      case "response_item" -> item(line);
      case "session_meta" -> meta(line);
      case "turn_context" -> turnContext(line);
      case "compacted" -> compacted(line);
      case "event_msg" -> event(line);
      case "token_usage_record" -> usage(line);
      default -> {} // world_state and what may come
    }
  }

  private void item(RolloutLine line) throws JsonScanner.Malformed {
    switch (line.payloadType()) {
      case "" -> note("an item without a type was left out");
      case "ghost_snapshot", "compaction_trigger" -> {} // never sent
      default -> history.add(lineNumber, line.payload());
    }
  }

  /** A fork repeats the lines of its parent behind its own first one. */
  private void meta(RolloutLine line) throws JsonScanner.Malformed {
    if (sawMeta) {
      return;
    }
    sawMeta = true;
    JsonScanner payload = payloadOf(line);
    while (payload.nextMember()) {
      if (payload.nameIs("id")) {
        id = payload.text();
      } else if (payload.nameIs("cwd")) {
        workingDirectory = path(payload.text());
      } else if (payload.nameIs("timestamp")) {
        createdAt = instant(payload.text());
      } else if (payload.nameIs("base_instructions") && payload.peek() == '{') {
        payload.enterObject();
        while (payload.nextMember()) {
          if (payload.nameIs("text")) {
            instructions = payload.text();
          } else {
            payload.skip();
          }
        }
      } else {
        payload.skip();
      }
    }
  }

  private void turnContext(RolloutLine line) throws JsonScanner.Malformed {
    JsonScanner payload = payloadOf(line);
    String model = "";
    String approvals = "";
    String sandbox = "";
    while (payload.nextMember()) {
      if (payload.nameIs("model")) {
        model = payload.text();
      } else if (payload.nameIs("approval_policy")) {
        approvals = json(payload, line);
      } else if (payload.nameIs("sandbox_policy")) {
        sandbox = json(payload, line);
      } else {
        payload.skip();
      }
    }
    settings = new RecordedSettings(model, approvals, sandbox);
  }

  private static String json(JsonScanner value, RolloutLine line) throws JsonScanner.Malformed {
    int start = value.valueStart();
    value.skip();
    return new String(line.line(), start, value.position() - start, StandardCharsets.UTF_8);
  }

  private void compacted(RolloutLine line) throws JsonScanner.Malformed {
    JsonScanner payload = payloadOf(line);
    String message = "";
    List<byte[]> replacement = null;
    while (payload.nextMember()) {
      if (payload.nameIs("message")) {
        message = payload.text();
      } else if (payload.nameIs("replacement_history") && payload.peek() == '[') {
        replacement = new ArrayList<>();
        payload.enterArray();
        while (payload.nextElement()) {
          int start = payload.valueStart();
          boolean isItem = payload.peek() == '{';
          payload.skip();
          if (isItem) {
            replacement.add(RolloutLine.item(line.line(), start, payload.position()));
          }
        }
      } else {
        payload.skip();
      }
    }
    if (replacement != null) {
      history.replace(lineNumber, replacement);
    } else {
      history.summarize(lineNumber, message);
    }
  }

  private void event(RolloutLine line) throws JsonScanner.Malformed {
    JsonScanner payload = payloadOf(line);
    String turn = null;
    while (payload.nextMember()) {
      if (payload.nameIs("turn_id")) {
        turn = payload.text();
      } else if (payload.nameIs("num_turns") && line.payloadType().equals("thread_rolled_back")) {
        history.rollBack(TokenCounts.number(payload, line.line()));
      } else if (payload.nameIs("info") && line.payloadType().equals("token_count")) {
        usage = TokenCounts.member(payload, line.line(), "total_token_usage").orElse(usage);
      } else {
        payload.skip();
      }
    }
    switch (line.payloadType()) {
      case "task_started", "turn_started" -> openTurn = turn;
      case PendingCall.DEFERRED ->
        PendingCall.read(line).ifPresent(call -> pending.put(call.approval().id(), call));
      case PendingCall.SETTLED -> pending.remove(PendingCall.members(line).getOrDefault("id", ""));
      case "task_complete", "turn_complete", "turn_aborted" -> openTurn = null;
      default -> {}
    }
  }

  private void usage(RolloutLine line) throws JsonScanner.Malformed {
    JsonScanner payload = new JsonScanner(line.line(), line.start(), line.end());
    usage = TokenCounts.member(payload, line.line(), "thread_token_usage").orElse(usage);
  }

  private static JsonScanner payloadOf(RolloutLine line) throws JsonScanner.Malformed {
    JsonScanner payload = new JsonScanner(line.line(), line.start(), line.end());
    payload.enterObject();
    return payload;
  }

  private void note(String problem) {
    notes.add(new RepairNote(lineNumber, problem));
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
