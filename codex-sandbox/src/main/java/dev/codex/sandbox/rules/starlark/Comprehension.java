package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list or dict that is computed from others, element by element. */
record Comprehension(
    Position position,
    Scope scope,
    Expression element,
    Optional<Expression> entry,
    List<Clause> clauses)
    implements Expression {

  /** Part of it: a loop, or a condition if there is no target. */
  record Clause(Optional<Target> target, Expression value) {}

  @Override
  public Object evaluate(Frame frame) {
    Frame inner = frame.inner(scope);
    if (entry.isPresent()) {
      StarlarkDict dict = new StarlarkDict();
      run(0, inner, () -> {
        Object key = element.evaluate(inner);
        dict.put(key, entry.get().evaluate(inner));
      });
      return dict;
    }
    List<Object> elements = new ArrayList<>();
    run(0, inner, () -> elements.add(element.evaluate(inner)));
    return new StarlarkList(elements);
  }

  private void run(int index, Frame frame, Runnable add) {
    if (index == clauses.size()) {
      frame.meter().allocate(1);
      add.run();
      return;
    }
    Clause clause = clauses.get(index);
    Object value = clause.value().evaluate(frame);
    frame.at(clause.value().position());
    if (clause.target().isEmpty()) {
      if (Values.isTrue(value)) {
        run(index + 1, frame, add);
      }
      return;
    }
    Iteration iteration = Iteration.over(value);
    for (Object one : iteration.begin()) {
      clause.target().get().assign(frame, one);
      run(index + 1, frame, add);
    }
    iteration.end();
  }
}
