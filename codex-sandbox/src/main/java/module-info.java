/** Where commands really run: local processes today, confined and remote ones behind the same port. */
module dev.codex.sandbox {
  requires transitive dev.codex.core;
  requires static org.jspecify;
  requires static org.immutables.value.annotations;

  exports dev.codex.sandbox;
}
