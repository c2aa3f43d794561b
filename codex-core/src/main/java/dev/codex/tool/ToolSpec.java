package dev.codex.tool;

import java.util.Objects;
import org.immutables.value.Value;

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

  /** A tool that is called with JSON; see {@link Function}. */
  static Function function(
      String name, String description, String parameters, Strictness strictness) {
    return Function.builder()
        .name(name)
        .description(description)
        .parameters(parameters)
        .strictness(strictness)
        .build();
  }

  /** A tool that is called with JSON. */
  @Value.Immutable
  non-sealed interface Function extends ToolSpec {

    String description();

    /** JSON Schema of the arguments, an object. */
    String parameters();

    /** Whether the server must hold the model to the schema; the default is that it need not. */
    @Value.Default
    default Strictness strictness() {
      return Strictness.LENIENT;
    }

    static Builder builder() {
      return new Builder();
    }

    default Builder toBuilder() {
      return new Builder().from(this);
    }

    /** Builds a specification. */
    final class Builder extends ImmutableFunction.Builder {
      Builder() {}

      /**
       * The specification.
       *
       * @throws IllegalArgumentException if servers would refuse the name
       */
      @Override
      public Function build() {
        Function function = super.build();
        checkedName(function.name());
        return function;
      }
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
