/**
 * The tools a coding agent needs: running commands and applying patches. Tools never decide whether
 * they may act; they describe what they want and act through the capabilities that core hands them.
 */
@org.jspecify.annotations.NullMarked
module dev.codex.tools {
  requires transitive dev.codex.core;
  requires static transitive org.jspecify;
  requires static org.immutables.value.annotations;
  requires static java.desktop; // scales pictures where it is there
  requires com.fasterxml.jackson.core;

  exports dev.codex.tools;
  exports dev.codex.tools.files;
  exports dev.codex.tools.patch;
  exports dev.codex.tools.plan;
  exports dev.codex.tools.shell;
  exports dev.codex.tools.web;

  // the arguments of tools are records, which core fills in
  opens dev.codex.tools.files to
      dev.codex.core;
  opens dev.codex.tools.patch to
      dev.codex.core;
  opens dev.codex.tools.plan to
      dev.codex.core;
}
