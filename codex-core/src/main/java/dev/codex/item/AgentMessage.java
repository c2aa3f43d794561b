package dev.codex.item;

import java.util.List;

/** What the model said to the user. */
public record AgentMessage(String id, List<Content> content) implements ModelItem {

  public AgentMessage {
    content = List.copyOf(content);
  }

  public static AgentMessage of(String id, String text) {
    return new AgentMessage(id, List.of(Content.text(text)));
  }

  /** The text parts, joined. */
  public String text() {
    return Content.textOf(content);
  }
}
