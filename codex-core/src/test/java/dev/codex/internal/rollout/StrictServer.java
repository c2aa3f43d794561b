package dev.codex.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.model.ModelInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what the strictest of servers would have against a history. Shares no code with ours. */
final class StrictServer {

  private static final Set<String> OUTPUTS =
      Set.of("function_call_output", "custom_tool_call_output");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StrictServer() {}

  static List<String> complaints(ModelInput input) {
    List<String> complaints = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Map<String, Integer> open = new HashMap<>();
    for (int i = 0; i < input.size(); i++) {
      JsonNode item = parse(input.json(i));
      String type = item.path("type").asText();
      if (item.has("id") && !ids.add(item.get("id").asText())) {
        complaints.add(i + ": id twice: " + item);
      }
      if (type.equals("message") && isEmpty(item.path("content"))) {
        complaints.add(i + ": empty message");
      }
      String key = type.replace("_output", "") + "/" + item.path("call_id").asText();
      if (type.equals("function_call") || type.equals("custom_tool_call")) {
        if (item.path("call_id").asText().isEmpty()) {
          complaints.add(i + ": no call_id");
        }
        open.merge(key, 1, Integer::sum);
      } else if (OUTPUTS.contains(type) && open.merge(key, -1, Integer::sum) < 0) {
        complaints.add(i + ": No tool call found for output " + key);
      }
    }
    open.forEach((key, count) -> {
      if (count > 0) {
        complaints.add("No tool output found for call " + key);
      }
    });
    return complaints;
  }

  private static boolean isEmpty(JsonNode content) {
    for (JsonNode part : content) {
      if (!part.has("text") || !part.get("text").asText().isEmpty()) {
        return false;
      }
    }
    return content.asText().isEmpty();
  }

  private static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }
}
