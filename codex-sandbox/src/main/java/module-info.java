/**
 * Where commands really run: local processes today, confined and remote ones behind the same port.
 */
@org.jspecify.annotations.NullMarked
module dev.codex.sandbox {
  requires transitive dev.codex.core;
  requires static transitive org.jspecify;
  requires static org.immutables.value.annotations;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;

  exports dev.codex.sandbox;
  exports dev.codex.sandbox.environment;
  exports dev.codex.sandbox.remote;
  exports dev.codex.sandbox.remote.registry;
  exports dev.codex.sandbox.rules;
  exports dev.codex.sandbox.server;
}
