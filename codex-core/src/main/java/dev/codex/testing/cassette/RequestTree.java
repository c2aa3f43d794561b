package dev.codex.testing.cassette;

import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a model is told, as a tree in which only that is left which is the same in every run. */
final class RequestTree {

  private RequestTree() {}

  static JsonNode of(ModelRequest request, Scrubber scrubber) {
    JsonNode tree = JsonNode.object();
    tree.put("instructions", request.instructions());
    JsonNode tools = tree.putArray("tools");
    request.tools().forEach(tool -> tools.add(tool(tool)));
    request
        .outputSchema()
        .ifPresent(schema -> tree.putObject("output_schema")
            .put("name", schema.name())
            .set("schema", JsonTree.parseOrText(schema.json())));
    JsonNode input = tree.putArray("input");
    ModelInput items = request.input();
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = JsonTree.parseOrText(new String(items.json(i), StandardCharsets.UTF_8));
      if (item.isObject()) {
        item.remove("id");
      }
      input.add(item);
    }
    return JsonTree.sorted(JsonTree.mapTexts(tree, scrubber::stable));
  }

  /** The same for equal trees, and in practice for no others. */
  static String key(JsonNode tree) {
    try {
      byte[] text = JsonTree.write(tree).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static JsonNode tool(ToolSpec tool) {
    JsonNode json = JsonNode.object().put("name", tool.name());
    if (tool instanceof ToolSpec.Function function) {
      json.put("type", "function");
      json.put("description", function.description());
      json.put("strict", function.strictness() == ToolSpec.Strictness.STRICT);
      json.set("parameters", JsonTree.parseOrText(function.parameters()));
    } else if (tool instanceof ToolSpec.Freeform freeform) {
      json.put("type", "freeform");
      json.put("description", freeform.description());
      json.put("syntax", freeform.syntax()).put("grammar", freeform.grammar());
    } else if (tool instanceof ToolSpec.Hosted hosted) {
      json.put("type", "hosted");
      json.set("json", JsonTree.parseOrText(hosted.json()));
    }
    return json;
  }
}
