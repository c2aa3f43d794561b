package dev.codex.tools.files;

import dev.codex.tool.Tool;

/** A tool that looks at files where the commands run, and changes nothing. */
interface ReadingTool extends Tool {

  @Override
  default boolean isParallelSafe() {
    return true;
  }

  @Override
  default boolean isMutating() {
    return false;
  }

  @Override
  default boolean needsSandbox() {
    return true;
  }
}
