package dev.codex.internal.rollout;

import dev.codex.internal.json.JsonScanner;

/**
 * What decides whether an item may stand where it stands.
 *
 * @param isEmpty whether a message says nothing; false for all other items
 */
record ItemFacts(String type, String id, String callId, String execution, boolean isEmpty) {

  static ItemFacts of(byte[] json) throws JsonScanner.Malformed {
    JsonScanner scanner = JsonScanner.of(json);
    String type = "";
    String id = "";
    String callId = "";
    String execution = "";
    boolean hasContent = false;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("type")) {
        type = scanner.text();
      } else if (scanner.nameIs("id")) {
        id = scanner.text();
      } else if (scanner.nameIs("call_id")) {
        callId = scanner.text();
      } else if (scanner.nameIs("execution")) {
        execution = scanner.text();
      } else if (scanner.nameIs("content")) {
        hasContent = hasContent(scanner);
      } else {
        scanner.skip();
      }
    }
    return new ItemFacts(type, id, callId, execution, type.equals("message") && !hasContent);
  }

  boolean isCall() {
    return !outputType().isEmpty();
  }

  boolean isOutput() {
    return switch (type) {
      case "function_call_output", "custom_tool_call_output" -> true;
      case "tool_search_output" -> !execution.equals("server");
      default -> false;
    };
  }

  /** The type of the item that has to answer this one; empty if none has to. */
  String outputType() {
    return switch (type) {
      case "function_call", "local_shell_call" -> "function_call_output";
      case "custom_tool_call" -> "custom_tool_call_output";
      case "tool_search_call" -> execution.equals("server") ? "" : "tool_search_output";
      default -> "";
    };
  }

  private static boolean hasContent(JsonScanner scanner) throws JsonScanner.Malformed {
    if (scanner.peek() == '"') {
      return !scanner.text().isEmpty();
    }
    if (scanner.peek() != '[') {
      scanner.skip();
      return false;
    }
    boolean found = false;
    scanner.enterArray();
    while (scanner.nextElement()) {
      if (found || scanner.peek() != '{') {
        scanner.skip();
      } else {
        found = partHasContent(scanner);
      }
    }
    return found;
  }

  /** A part without a text, such as an image, counts as content. */
  private static boolean partHasContent(JsonScanner scanner) throws JsonScanner.Malformed {
    boolean found = true;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("text")) {
        int start = scanner.valueStart();
        boolean isText = scanner.peek() == '"';
        scanner.skip();
        found = isText && scanner.position() - start > 2;
      } else {
        scanner.skip();
      }
    }
    return found;
  }
}
