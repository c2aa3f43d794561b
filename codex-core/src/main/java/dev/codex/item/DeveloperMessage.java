package dev.codex.item;

import java.util.List;

/** What the host told the model: instructions that rank above the user's words. */
public record DeveloperMessage(String id, List<Content> content) implements ModelItem {

  public DeveloperMessage {
    content = List.copyOf(content);
  }

  public static DeveloperMessage of(String id, String text) {
    return new DeveloperMessage(id, List.of(Content.text(text)));
  }

  /** The text parts, joined. */
  public String text() {
    return Content.textOf(content);
  }
}
