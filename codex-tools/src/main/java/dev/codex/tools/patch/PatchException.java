package dev.codex.tools.patch;

import dev.codex.error.CodexException;

/** Thrown for a patch that cannot be applied. Nothing has been changed then. */
public class PatchException extends CodexException {

  private static final long serialVersionUID = 1L;

  public PatchException(String message) {
    super(message);
  }
}
