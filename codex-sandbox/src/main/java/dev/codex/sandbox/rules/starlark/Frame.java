package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the names of one scope while it runs. */
final class Frame {

  private final Scope scope;
  private final @Nullable Frame outer;
  private final Meter meter;
  private final Map<String, Object> values = new HashMap<>();
  private Object returned = None.NONE;

  private Frame(Scope scope, @Nullable Frame outer, Meter meter) {
    this.scope = scope;
    this.outer = outer;
    this.meter = meter;
  }

  /** That of a file, around which there is only what every program has. */
  static Frame of(Scope scope, Map<String, ?> known, Meter meter) {
    Frame frame = new Frame(scope, null, meter);
    known.forEach((name, value) -> {
      if (!scope.binds(name)) {
        frame.values.put(name, value);
      }
    });
    return frame;
  }

  Frame inner(Scope scope) {
    return new Frame(scope, this, meter);
  }

  Meter meter() {
    return meter;
  }

  void at(Position position) {
    meter.step(position.line(), position.column());
  }

  Object get(String name) {
    Frame frame = this;
    while (frame.outer != null && !frame.scope.binds(name)) {
      frame = frame.outer;
    }
    Object value = frame.values.get(name);
    if (value == null) {
      throw new StarlarkException("`" + name + "` is used before it has a value.");
    }
    return value;
  }

  /** Sets a name of this very scope. */
  void set(String name, Object value) {
    values.put(name, value);
  }

  Object returned() {
    return returned;
  }

  void returns(Object value) {
    returned = value;
  }
}
