package dev.codex.examples.bench.jmh;

import java.nio.charset.StandardCharsets;

/** Answers in the form of the Responses API. */
final class Answers {

  private static final String ITEM = "\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\"";

  private Answers() {}

  /** A message in so many parts, with the repetitions of the whole text that servers send. */
  static byte[] streamed(int deltas) {
    StringBuilder answer = new StringBuilder();
    event(answer, "response.created", "\"response\":{\"id\":\"resp_1\"}");
    event(answer, "response.output_item.added", "\"item\":{" + ITEM + ",\"content\":[]}");
    String part = "twenty bytes of text";
    for (int i = 0; i < deltas; i++) {
      event(
          answer,
          "response.output_text.delta",
          "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\""
              + part
              + "\",\"sequence_number\":"
              + i);
    }
    String whole = "{"
        + ITEM
        + ",\"content\":[{\"type\":\"output_text\",\"text\":\""
        + part.repeat(deltas)
        + "\"}]}";
    event(answer, "response.output_item.done", "\"item\":" + whole);
    event(
        answer,
        "response.completed",
        "\"response\":{\"id\":\"resp_1\",\"output\":["
            + whole
            + "],\"usage\":{\"input_tokens\":10,\"output_tokens\":5,\"total_tokens\":15}}");
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void event(StringBuilder answer, String type, String members) {
    answer
        .append("event: ")
        .append(type)
        .append("\ndata: {\"type\":\"")
        .append(type)
        .append("\",")
        .append(members)
        .append("}\n\n");
  }
}
