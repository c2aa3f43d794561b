package dev.codex.tools;

/** The tools to pick from. */
public enum CodingTool {
  /**
   * Runs commands: {@code exec_command} with {@code write_stdin} and {@code read_output}, or the
   * shell that a model knows better.
   */
  EXEC_COMMAND,
  /** Edits files by patches, as a tool that is called with text. */
  APPLY_PATCH,
  /** The same for models and servers that only know JSON; instead of {@link #APPLY_PATCH}. */
  APPLY_PATCH_FUNCTION,
  /** Shows pictures to the model. */
  VIEW_IMAGE,
  /** Tells the model's plan to whoever watches. */
  UPDATE_PLAN,
  /** Reads lines of a file. */
  READ_FILE,
  /** Lists folders. */
  LIST_DIR,
  /** Finds files by their text. */
  GREP_FILES
}
