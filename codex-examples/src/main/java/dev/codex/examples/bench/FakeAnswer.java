package dev.codex.examples.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Writes what the fake model says, as server-sent events of the Responses API. */
final class FakeAnswer {

  private static final String LETTERS = "the quick brown fox jumps over the lazy dog and runs ";

  private final AtomicLong ids = new AtomicLong();
  private final Map<Scenario, List<byte[]>> streams = new ConcurrentHashMap<>();

  /** A whole answer that calls the scenario's tool. */
  String toolCall(Scenario scenario, int round) {
    long id = ids.incrementAndGet();
    String call = "{\"type\":\"function_call\",\"id\":\"fc_%d\","
        + "\"call_id\":\"call_%d_%d\",\"name\":\"%s\",%s}";
    String done = call.formatted(
        id,
        round,
        id,
        scenario.tool(),
        "\"arguments\":" + arguments(scenario) + ",\"status\":\"completed\"");
    String begun = call.formatted(
        id, round, id, scenario.tool(), "\"arguments\":\"\",\"status\":\"in_progress\"");
    return created(id)
        + item("added", begun)
        + event(
            "response.function_call_arguments.delta",
            "\"item_id\":\"fc_" + id + "\",\"output_index\":0,\"delta\":" + arguments(scenario))
        + event(
            "response.function_call_arguments.done",
            "\"item_id\":\"fc_" + id + "\",\"output_index\":0,\"arguments\":" + arguments(scenario))
        + item("done", done)
        + completed(id, done);
  }

  private static String arguments(Scenario scenario) {
    return "\"{\\\"" + scenario.argument() + "\\\":\\\"true\\\"}\"";
  }

  /** A whole answer that is a short message. */
  String message(int rounds) {
    String text = "done after " + rounds + " rounds";
    return head() + delta(text, 0) + tail(text);
  }

  /** Everything that precedes the text of a message. */
  String head() {
    return created(ids.incrementAndGet())
        + item("added", message("in_progress", ""))
        + event(
            "response.content_part.added",
            "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"part\":" + part(""));
  }

  /** Everything that follows the text of a message. */
  String tail(String text) {
    String done = message("completed", part(text));
    return event(
            "response.output_text.done",
            "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"text\":\"" + text + '"')
        + event(
            "response.content_part.done",
            "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"part\":" + part(text))
        + item("done", done)
        + completed(ids.get(), done);
  }

  /** The text events of a long message, {@code batch} in each element; rendered once. */
  List<byte[]> deltas(Scenario scenario) {
    return streams.computeIfAbsent(scenario, FakeAnswer::render);
  }

  private static List<byte[]> render(Scenario scenario) {
    String text = text(scenario);
    List<byte[]> batches = new ArrayList<>();
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < scenario.deltas(); i++) {
      batch.append(delta(text, i));
      if ((i + 1) % scenario.batch() == 0 || i + 1 == scenario.deltas()) {
        batches.add(batch.toString().getBytes(StandardCharsets.US_ASCII));
        batch.setLength(0);
      }
    }
    return batches;
  }

  /** The text of one delta. */
  static String text(Scenario scenario) {
    return LETTERS.repeat(scenario.size() / LETTERS.length() + 1).substring(0, scenario.size());
  }

  static String delta(String text, int number) {
    return event(
        "response.output_text.delta",
        "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\""
            + text
            + "\",\"logprobs\":[],\"sequence_number\":"
            + number);
  }

  private static String created(long id) {
    return event("response.created", "\"response\":" + response(id, "in_progress", "", ""));
  }

  private static String completed(long id, String output) {
    String usage =
        ",\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":0},"
            + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":0},"
            + "\"total_tokens\":110}";
    return event("response.completed", "\"response\":" + response(id, "completed", output, usage));
  }

  private static String response(long id, String status, String output, String usage) {
    return "{\"id\":\"resp_"
        + id
        + "\",\"object\":\"response\",\"created_at\":1700000000,\"status\":\""
        + status
        + "\",\"error\":null,\"model\":\"fake\",\"output\":["
        + output
        + "],\"parallel_tool_calls\":true,\"tools\":[]"
        + usage
        + '}';
  }

  private static String message(String status, String content) {
    return "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\""
        + status
        + "\",\"content\":["
        + content
        + "]}";
  }

  private static String part(String text) {
    return "{\"type\":\"output_text\",\"text\":\"" + text + "\",\"annotations\":[]}";
  }

  private static String item(String what, String item) {
    return event("response.output_item." + what, "\"output_index\":0,\"item\":" + item);
  }

  private static String event(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
  }
}
