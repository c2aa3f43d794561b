/**
 * The tools a coding agent needs: running commands and applying patches. Tools never decide whether
 * they may act; they describe what they want and act through the capabilities that core hands them.
 */
@org.jspecify.annotations.NullMarked
module dev.codex.tools {
  requires transitive dev.codex.core;
  requires static transitive org.jspecify;
  requires static org.immutables.value.annotations;
  requires com.fasterxml.jackson.core;

  exports dev.codex.tools;
  exports dev.codex.tools.patch;
  exports dev.codex.tools.shell;
}
