package dev.codex.tool;

import java.util.Objects;

/** What a model is told about a tool. A name that servers would refuse is refused here. */
public sealed interface ToolSpec {

  /** 1 to 64 letters, digits, underscores and hyphens. */
  String name();

  /**
   * The name, if it is one.
   *
   * @throws IllegalArgumentException if servers would refuse it
   */
  static String checkedName(String name) {
    if (!Objects.requireNonNull(name, "name").matches("[a-zA-Z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("A tool cannot be named \"" + name
          + "\"; use 1 to 64 letters, digits, underscores and hyphens.");
    }
    return name;
  }

  /**
   * A tool that is called with JSON.
   *
   * @param parameters JSON Schema of the arguments, an object
   * @param strictness whether the server must hold the model to the schema
   */
  record Function(String name, String description, String parameters, Strictness strictness)
      implements ToolSpec {
    public Function {
      checkedName(name);
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(parameters, "parameters");
      Objects.requireNonNull(strictness, "strictness");
    }
  }

  /**
   * A tool that is called with text in a grammar; only some models have these.
   *
   * @param syntax {@code lark} or {@code regex}
   */
  record Freeform(String name, String description, String syntax, String grammar)
      implements ToolSpec {
    public Freeform {
      checkedName(name);
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(syntax, "syntax");
      Objects.requireNonNull(grammar, "grammar");
    }
  }

  /**
   * A tool that the provider runs by itself, such as web search.
   *
   * @param json the whole entry of the request's tool list
   */
  record Hosted(String name, String json) implements ToolSpec {
    public Hosted {
      checkedName(name);
      Objects.requireNonNull(json, "json");
    }
  }

  /** Whether a server holds the model to a schema while it writes. */
  enum Strictness {
    STRICT,
    LENIENT
  }
}
