package dev.codex.model.openai;

import dev.codex.tool.ToolSpec;
import java.util.List;

/**
 * What the requests of a session share: the bytes before and behind the items.
 *
 * @param startsWithItem whether the bytes before end in an item, the instructions
 */
record RequestFrame(
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
