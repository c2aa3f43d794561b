/**
 * The agent itself: sessions made of turns, turns made of events and items, and the ports that a
 * host fills in (models, tools, sandboxes, approvers, stores, hooks). Nothing here looks for
 * anything on the class path, in the environment or in the home directory; a host assembles plain
 * objects. Jackson, OkHttp and Kotlin stay inside: the one OkHttp type in a signature is the
 * client that {@code OpenAi.Builder} accepts.
 */
@org.jspecify.annotations.NullMarked
module dev.codex.core {
  requires static transitive org.jspecify;
  requires static org.immutables.value.annotations;
  requires com.fasterxml.jackson.core;
  requires okhttp3;
  requires okio;
  requires kotlin.stdlib;
  requires org.slf4j;

  exports dev.codex;
  exports dev.codex.auth;
  exports dev.codex.config;
  exports dev.codex.context;
  exports dev.codex.error;
  exports dev.codex.event;
  exports dev.codex.exec;
  exports dev.codex.hook;
  exports dev.codex.item;
  exports dev.codex.ledger;
  exports dev.codex.meta;
  exports dev.codex.model;
  exports dev.codex.model.openai;
  exports dev.codex.policy;
  exports dev.codex.policy.limit;
  exports dev.codex.review;
  exports dev.codex.session;
  exports dev.codex.testing;
  exports dev.codex.testing.cassette;
  exports dev.codex.testing.contract;
  exports dev.codex.tool;
  exports dev.codex.internal.diff to
      dev.codex.tools;
  exports dev.codex.internal.ignore to
      dev.codex.tools;
  exports dev.codex.internal.json to
      dev.codex.tools,
      dev.codex.sandbox;
  exports dev.codex.internal.rpc to
      dev.codex.tools,
      dev.codex.sandbox;
  exports dev.codex.internal.schema to
      dev.codex.tools,
      dev.codex.sandbox;
  exports dev.codex.internal.toml to
      dev.codex.sandbox;
}
