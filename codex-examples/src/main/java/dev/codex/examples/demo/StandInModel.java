package dev.codex.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers requests of the Responses API by a few plain rules: look, test, mend, test again. Not a
 * language model, and says so. Every step depends on what the tools said about the step before.
 */
final class StandInModel {

  private static final Pattern EXIT = Pattern.compile("exited with code (-?\\d+)");
  private static final Pattern FAILURE = Pattern.compile("expected (-?\\d+) but was (-?\\d+)");
  private static final Pattern SUSPECT = Pattern.compile("(?m)^ *return .* ([+-]) .*$");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String LOOK = "stand-in-look";
  private static final String TEST = "stand-in-test";
  private static final String PATCH = "stand-in-patch";
  private static final String CALL = "stand-in-call";
  private static final String RETEST = "stand-in-retest";

  /** The one item that answers the request. */
  ObjectNode answer(JsonNode request) {
    Map<String, String> outputs = outputsSincePrompt(request.path("input"));
    Optional<StandInToolCall> named = StandInToolCall.in(request);
    if (named.isPresent()) {
      return call(named.get(), outputs);
    }
    if (toolType(request, "exec_command").isEmpty()) {
      return say("I was given no tool that runs commands, so there is nothing I can do.");
    }
    if (!outputs.containsKey(LOOK)) {
      return run(LOOK, "cat Discount.java DiscountTest.java test.sh");
    }
    if (!succeeded(outputs.get(LOOK))) {
      return stop(
          "I know one project only, that of the demo, and could not read it here",
          outputs.get(LOOK));
    }
    if (!outputs.containsKey(TEST)) {
      return run(TEST, "sh test.sh");
    }
    if (succeeded(outputs.get(TEST))) {
      return say("The test passes already (" + lastLine(outputs.get(TEST)) + "). I left it alone.");
    }
    if (!outputs.containsKey(PATCH)) {
      return mend(request, outputs.get(LOOK), outputs.get(TEST));
    }
    if (!outputs.get(PATCH).contains("Success")) {
      return stop("The patch was not applied", outputs.get(PATCH));
    }
    if (!outputs.containsKey(RETEST)) {
      return run(RETEST, "sh test.sh");
    }
    if (!succeeded(outputs.get(RETEST))) {
      return stop("The test still fails after the change", outputs.get(RETEST));
    }
    return say(
        ("The test failed with \"%s\". I turned the sign in Discount.java round and ran it again:"
                + " %s.")
            .formatted(lastLine(outputs.get(TEST)), lastLine(outputs.get(RETEST))));
  }

  private static ObjectNode call(StandInToolCall call, Map<String, String> outputs) {
    return outputs.containsKey(CALL)
        ? say("The tool " + call.name() + " answered: " + outputs.get(CALL))
        : function(CALL, call.name(), call.arguments());
  }

  private ObjectNode mend(JsonNode request, String sources, String failure) {
    Matcher numbers = FAILURE.matcher(failure);
    Matcher suspect = SUSPECT.matcher(sources);
    if (!numbers.find() || !suspect.find()) {
      return stop("The test fails in a way that my rules do not cover", failure);
    }
    boolean tooLarge = Long.parseLong(numbers.group(2)) > Long.parseLong(numbers.group(1));
    if (tooLarge != suspect.group(1).equals("+")) {
      return stop(
          "The result is wrong, but not by a wrong sign, and I know no other rule", failure);
    }
    String line = suspect.group();
    int sign = suspect.start(1) - suspect.start();
    String mended = line.substring(0, sign) + (tooLarge ? "-" : "+") + line.substring(sign + 1);
    String patch = "*** Begin Patch\n*** Update File: Discount.java\n@@\n-%s\n+%s\n*** End Patch\n"
        .formatted(line, mended);
    return switch (toolType(request, "apply_patch").orElse("")) {
      case "custom" ->
        item("custom_tool_call", PATCH).put("name", "apply_patch").put("input", patch);
      case "function" -> function(PATCH, "apply_patch", JSON.objectNode().put("input", patch));
      default -> stop("I know the change but was given no tool to make it", patch);
    };
  }

  /** Outputs by call id, as far as they came after the user's last message. */
  private static Map<String, String> outputsSincePrompt(JsonNode input) {
    Map<String, String> outputs = new LinkedHashMap<>();
    for (JsonNode item : input) {
      if (item.path("role").asText().equals("user")) {
        outputs.clear();
      } else if (item.path("type").asText().endsWith("_call_output")) {
        outputs.put(item.path("call_id").asText(), text(item.path("output")));
      }
    }
    return outputs;
  }

  private static String text(JsonNode output) {
    if (output.isTextual()) {
      return output.asText();
    }
    StringBuilder text = new StringBuilder();
    output.forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  private static Optional<String> toolType(JsonNode request, String name) {
    for (JsonNode tool : request.path("tools")) {
      if (tool.path("name").asText().equals(name)) {
        return Optional.of(tool.path("type").asText());
      }
    }
    return Optional.empty();
  }

  private static boolean succeeded(String output) {
    Matcher exit = EXIT.matcher(output);
    return exit.find() && exit.group(1).equals("0");
  }

  private static String lastLine(String output) {
    String text = output.strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static ObjectNode run(String callId, String command) {
    return function(callId, "exec_command", JSON.objectNode().put("cmd", command));
  }

  private static ObjectNode function(String callId, String name, ObjectNode arguments) {
    return item("function_call", callId).put("name", name).put("arguments", arguments.toString());
  }

  private static ObjectNode item(String type, String callId) {
    return JSON.objectNode()
        .put("type", type)
        .put("id", callId.replace("stand-in", type.startsWith("custom") ? "ctc" : "fc"))
        .put("call_id", callId);
  }

  private static ObjectNode stop(String what, String output) {
    return say(what + ", so I stop here. The tool said:\n" + output.strip());
  }

  private static ObjectNode say(String text) {
    ObjectNode message =
        JSON.objectNode().put("type", "message").put("id", "msg_stand_in").put("role", "assistant");
    message
        .putArray("content")
        .addObject()
        .put("type", "output_text")
        .put("text", "(This is the stand-in, not a language model.) " + text);
    return message;
  }
}
