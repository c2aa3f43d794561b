package dev.codex.sandbox.remote.registry;

import java.io.IOException;

/** The other side answered something that cannot be worked with, and would again. */
public final class UnusableAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  public UnusableAnswerException(String message) {
    super(message);
  }
}
