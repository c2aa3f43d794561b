package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Meter;
import java.util.Map;

/** A function that the program defines, with what its names meant where it was defined. */
final class StarlarkFunction implements Callable {

  private final Expression.Function definition;
  private final Map<String, Object> defaults;
  private final Frame around;

  StarlarkFunction(Expression.Function definition, Map<String, Object> defaults, Frame around) {
    this.definition = definition;
    this.defaults = defaults;
    this.around = around;
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public Object call(Arguments arguments, Meter meter) {
    Frame frame = around.inner(definition.scope());
    definition.parameters().bind(name(), arguments, defaults, frame);
    definition.body().execute(frame);
    definition
        .parameters()
        .result()
        .ifPresent(type -> type.require(frame.returned(), "the result of " + name(), frame));
    return frame.returned();
  }
}
