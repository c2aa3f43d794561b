/** Where commands really run: local processes today, confined and remote ones behind the same port. */
@org.jspecify.annotations.NullMarked
module dev.codex.sandbox {
  requires transitive dev.codex.core;
  requires static transitive org.jspecify;
  requires static org.immutables.value.annotations;
  requires org.slf4j;

  exports dev.codex.sandbox;
}
