package dev.codex.item;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A part of a message or of a tool's output. More kinds will come: a {@code switch} needs a {@code
 * default}.
 */
public sealed interface Content
    permits Content.Text, Content.Image, Content.Unknown, FutureContent {

  static Content text(String text) {
    return new Text(text);
  }

  /** An image by {@code https:} or {@code data:} URL, at the detail that the server chooses. */
  static Content image(String url) {
    return new Image(url, "");
  }

  /** The text parts one after another, without anything between them. */
  static String textOf(List<Content> parts) {
    if (parts.size() == 1 && parts.get(0) instanceof Text only) {
      return only.text();
    }
    return parts.stream()
        .filter(Text.class::isInstance)
        .map(part -> ((Text) part).text())
        .collect(Collectors.joining());
  }

  record Text(String text) implements Content {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * An image.
   *
   * @param detail {@code low}, {@code high}, {@code original}, or empty for the server's choice
   */
  record Image(String url, String detail) implements Content {
    public Image {
      Objects.requireNonNull(url, "url");
      Objects.requireNonNull(detail, "detail");
    }
  }

  /** A part of a kind that this version does not know; {@code json} is the part as it came. */
  record Unknown(String type, String json) implements Content {}
}
