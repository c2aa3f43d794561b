package dev.codex.item;

import java.util.List;

/**
 * What the model thought.
 *
 * @param summary what the server lets be shown, part by part
 * @param content the raw thoughts, where a server gives them out
 * @param encryptedContent what has to be sent back unread so that the model remembers, or empty
 */
public record Reasoning(
    String id, List<String> summary, List<String> content, String encryptedContent)
    implements ModelItem {

  public Reasoning {
    summary = List.copyOf(summary);
    content = List.copyOf(content);
  }
}
