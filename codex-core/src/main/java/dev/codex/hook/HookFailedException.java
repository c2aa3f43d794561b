package dev.codex.hook;

import org.jspecify.annotations.Nullable;

/** A command hook did not do its part; the message goes on from "the hook". */
final class HookFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  HookFailedException(String message) {
    this(message, null);
  }

  HookFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
