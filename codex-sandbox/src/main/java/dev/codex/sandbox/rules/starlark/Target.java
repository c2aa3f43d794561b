package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayList;
import java.util.List;

/** What stands left of an assignment. */
interface Target {

  void assign(Frame frame, Object value);

  /** Makes a target of an expression and binds its names in the scope. */
  static Target of(Expression expression, Scope scope) {
    if (expression instanceof Expression.Name name) {
      scope.bind(name.name());
      return new Variable(name.name());
    }
    if (expression instanceof Expression.Index index) {
      return new Element(index);
    }
    if (expression instanceof Expression.TupleOf tuple) {
      return parts(tuple.position(), tuple.elements(), scope);
    }
    if (expression instanceof Expression.ListOf list) {
      return parts(list.position(), list.elements(), scope);
    }
    throw expression.position().error("a value can only be given to a name or to `a[b]`.");
  }

  private static Target parts(Position position, List<Expression> elements, Scope scope) {
    List<Target> targets = new ArrayList<>();
    elements.forEach(element -> targets.add(of(element, scope)));
    return new Parts(position, targets);
  }

  record Variable(String name) implements Target {
    @Override
    public void assign(Frame frame, Object value) {
      frame.set(name, value);
    }
  }

  record Element(Expression.Index index) implements Target {
    @Override
    public void assign(Frame frame, Object value) {
      Object container = index.object().evaluate(frame);
      Object at = index.index().evaluate(frame);
      frame.at(index.position());
      frame.meter().allocate(1);
      Values.assign(container, at, value);
    }
  }

  record Parts(Position position, List<Target> targets) implements Target {
    @Override
    public void assign(Frame frame, Object value) {
      frame.at(position);
      List<Object> values = Iteration.elements(value, frame.meter());
      if (values.size() != targets.size()) {
        throw new StarlarkException(
            values.size() + " values cannot be given to " + targets.size() + " names.");
      }
      for (int i = 0; i < values.size(); i++) {
        targets.get(i).assign(frame, values.get(i));
      }
    }
  }
}
