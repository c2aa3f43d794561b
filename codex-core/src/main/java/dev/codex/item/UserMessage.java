package dev.codex.item;

import java.util.List;

/** What the user said, or context that is handed to the model in the user's name. */
public record UserMessage(String id, List<Content> content) implements ModelItem {

  public UserMessage {
    content = List.copyOf(content);
  }

  public static UserMessage of(String id, String text) {
    return new UserMessage(id, List.of(Content.text(text)));
  }

  /** The text parts, joined. */
  public String text() {
    return Content.textOf(content);
  }
}
