package dev.codex;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** A part of what the user says. */
public sealed interface Input {

  static Input text(String text) {
    return new Text(text);
  }

  /**
   * An image file of at most 20 MiB: PNG, JPEG, GIF or WebP. It is read when the turn starts. One
   * that cannot be sent becomes a sentence that says why to the model.
   */
  static Input image(Path file) {
    return new LocalImage(file);
  }

  /** An image that the provider can fetch, or a {@code data:} URL. */
  static Input image(URI url) {
    return new RemoteImage(url);
  }

  record Text(String text) implements Input {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  record LocalImage(Path file) implements Input {
    public LocalImage {
      Objects.requireNonNull(file, "file");
    }
  }

  record RemoteImage(URI url) implements Input {
    public RemoteImage {
      Objects.requireNonNull(url, "url");
    }
  }
}
