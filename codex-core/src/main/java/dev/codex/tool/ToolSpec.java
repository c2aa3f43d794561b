package dev.codex.tool;

/** What a model is told about a tool. */
public sealed interface ToolSpec {

  String name();

  /**
   * A tool that is called with JSON.
   *
   * @param parameters JSON Schema of the arguments, an object
   * @param strictness whether the server must hold the model to the schema
   */
  record Function(String name, String description, String parameters, Strictness strictness)
      implements ToolSpec {}

  /**
   * A tool that is called with text in a grammar; only some models have these.
   *
   * @param syntax {@code lark} or {@code regex}
   */
  record Freeform(String name, String description, String syntax, String grammar)
      implements ToolSpec {}

  /**
   * A tool that the provider runs by itself, such as web search.
   *
   * @param json the whole entry of the request's tool list
   */
  record Hosted(String name, String json) implements ToolSpec {}

  /** Whether a server holds the model to a schema while it writes. */
  enum Strictness {
    STRICT,
    LENIENT
  }
}
