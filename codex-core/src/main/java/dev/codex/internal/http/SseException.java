package dev.codex.internal.http;

import java.io.IOException;

/** An event stream that cannot be read on; the message is for a person. */
public final class SseException extends IOException {

  private static final long serialVersionUID = 1L;

  SseException(String message) {
    super(message);
  }
}
