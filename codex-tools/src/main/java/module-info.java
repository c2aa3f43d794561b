/**
 * The tools a coding agent needs: running commands and applying patches. Tools never decide whether they may
 * act; they describe what they want and act through the capabilities that core hands them.
 */
module dev.codex.tools {
  requires transitive dev.codex.core;
  requires static org.jspecify;
  requires static org.immutables.value.annotations;

  //PENDING  exports dev.codex.tools;
  exports dev.codex.tools.patch;
}
