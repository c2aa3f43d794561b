package dev.codex.internal.rollout;

import dev.codex.internal.json.Json;
import dev.codex.internal.json.JsonScanner;
import dev.codex.model.ModelInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a history valid for the strictest of servers: each call has exactly one output (codex-
 * behaviour 2.7), no message is empty, no id occurs twice. What a killed process leaves behind is
 * not valid.
 */
public final class HistoryRepair {

  private static final String ABORTED = "aborted";

  private final ModelInput input;
  private final List<ItemFacts> facts = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final boolean[] dropped;
  private final Set<Integer> unanswered = new HashSet<>();
  private final Set<Integer> nameless = new HashSet<>(); // items that lose their id

  private HistoryRepair(ModelInput input) {
    this.input = input;
    this.dropped = new boolean[input.size()];
  }

  /** The valid history; the very same input if it is valid already. */
  public static Result repair(ModelInput input) {
    HistoryRepair repair = new HistoryRepair(input);
    repair.readItems();
    repair.dropDoubleIds();
    repair.pairCalls();
    if (repair.notes.isEmpty()) {
      return new Result(input, List.of());
    }
    return new Result(repair.rebuilt(), List.copyOf(repair.notes));
  }

  private void readItems() {
    for (int i = 0; i < input.size(); i++) {
      ItemFacts item = factsOf(input.json(i));
      facts.add(item);
      if (item.type().isEmpty()) {
        drop(i, "an item that cannot be read was left out");
      } else if (item.isEmpty()) {
        drop(i, "an empty message was left out");
      } else if ((item.isCall() || item.isOutput()) && item.callId().isEmpty()) {
        drop(i, "a " + item.type() + " without call_id was left out");
      }
    }
  }

  private static ItemFacts factsOf(byte[] json) {
    try {
      return ItemFacts.of(json);
    } catch (JsonScanner.Malformed e) {
      return new ItemFacts("", "", "", "", false);
    }
  }

  /** Servers do not take reasoning without its id, so a second one goes away as a whole. */
  private void dropDoubleIds() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < input.size(); i++) {
      String id = facts.get(i).id();
      if (dropped[i] || id.isEmpty() || seen.add(id)) {
        continue;
      }
      if (facts.get(i).type().equals("reasoning")) {
        drop(i, "a second reasoning item '" + id + "' was left out");
      } else {
        nameless.add(i);
        notes.add(new Note(i, "the id '" + id + "' was taken already; the item goes without one"));
      }
    }
  }

  /**
   * Pairs in order, since models use an id again. A call of a later block takes the id over: what
   * comes then does not answer the earlier call any more.
   */
  private void pairCalls() {
    Map<String, Deque<Integer>> open = new HashMap<>();
    int block = 0;
    int[] blockOf = new int[input.size()];
    for (int i = 0; i < input.size(); i++) {
      if (dropped[i]) {
        continue;
      }
      ItemFacts item = facts.get(i);
      if (item.isCall()) {
        Deque<Integer> calls =
            open.computeIfAbsent(item.outputType() + ' ' + item.callId(), k -> new ArrayDeque<>());
        while (!calls.isEmpty() && blockOf[calls.element()] != block) {
          unanswered.add(calls.remove());
        }
        calls.add(i);
        blockOf[i] = block;
        continue;
      }
      block = i;
      if (item.isOutput()) {
        Deque<Integer> calls = open.get(item.type() + ' ' + item.callId());
        if (calls == null || calls.isEmpty()) {
          drop(i, "an output of '" + item.callId() + "', which was not called, was left out");
        } else {
          calls.remove();
        }
      }
    }
    open.values().forEach(unanswered::addAll);
    unanswered.stream()
        .sorted()
        .forEach(
            i -> notes.add(new Note(i, "the call '" + facts.get(i).callId() + "' has no output")));
  }

  private void drop(int index, String problem) {
    dropped[index] = true;
    notes.add(new Note(index, problem));
  }

  /** Missing outputs go behind the whole block of calls, where some servers want them all. */
  private ModelInput rebuilt() {
    ModelInput result = ModelInput.empty();
    List<byte[]> pending = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      if (dropped[i]) {
        continue;
      }
      if (!facts.get(i).isCall()) {
        result = flush(result, pending);
      }
      result = result.plusJson(nameless.contains(i) ? withoutId(input.json(i)) : input.json(i));
      if (unanswered.contains(i)) {
        pending.add(output(facts.get(i)));
      }
    }
    return flush(result, pending);
  }

  private static ModelInput flush(ModelInput input, List<byte[]> pending) {
    ModelInput result = input;
    for (byte[] json : pending) {
      result = result.plusJson(json);
    }
    pending.clear();
    return result;
  }

  private static byte[] withoutId(byte[] json) {
    try {
      return JsonScanner.without(json, "id");
    } catch (JsonScanner.Malformed e) {
      throw new IllegalStateException("An item that was read a moment ago is broken.", e);
    }
  }

  private static byte[] output(ItemFacts call) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("type", call.outputType());
      json.writeStringField("call_id", call.callId());
      if (call.type().equals("tool_search_call")) {
        json.writeStringField("status", "completed");
        json.writeStringField("execution", "client");
        json.writeArrayFieldStart("tools");
        json.writeEndArray();
      } else {
        json.writeStringField("output", ABORTED);
      }
      json.writeEndObject();
    });
  }

  /** A valid history and what had to be done for it. */
  public record Result(ModelInput input, List<Note> notes) {}

  /**
   * One thing that was wrong.
   *
   * @param index of the item in the history as it was
   */
  public record Note(int index, String problem) {}
}
