package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.library.Methods;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Operators;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayList;
import java.util.List;

/** What has a value. */
interface Expression {

  Position position();

  Object evaluate(Frame frame);

  static List<Object> evaluate(List<Expression> expressions, Frame frame) {
    List<Object> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      frame.meter().allocate(1);
      values.add(expression.evaluate(frame));
    }
    return values;
  }

  record Literal(Position position, Object value) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      return value;
    }
  }

  record Name(Position position, String name) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      frame.at(position);
      return frame.get(name);
    }
  }

  record ListOf(Position position, List<Expression> elements) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      return new StarlarkList(Expression.evaluate(elements, frame));
    }
  }

  record TupleOf(Position position, List<Expression> elements) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      return new StarlarkTuple(Expression.evaluate(elements, frame));
    }
  }

  /** Keys and values take turns. */
  record DictOf(Position position, List<Expression> parts) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      StarlarkDict dict = new StarlarkDict();
      for (int i = 0; i < parts.size(); i += 2) {
        frame.meter().allocate(2);
        Object key = parts.get(i).evaluate(frame);
        Object value = parts.get(i + 1).evaluate(frame);
        frame.at(parts.get(i).position());
        if (dict.get(key) != null) {
          throw new StarlarkException("the dict has the key " + Printer.repr(key) + " twice.");
        }
        dict.put(key, value);
      }
      return dict;
    }
  }

  record Unary(Position position, String operator, Expression operand) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      Object value = operand.evaluate(frame);
      frame.at(position);
      return operator.equals("not") ? !Values.isTrue(value) : Operators.unary(operator, value);
    }
  }

  record Binary(Position position, String operator, Expression left, Expression right)
      implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      Object one = left.evaluate(frame);
      if (operator.equals("and") || operator.equals("or")) {
        return Values.isTrue(one) == operator.equals("or") ? one : right.evaluate(frame);
      }
      Object other = right.evaluate(frame);
      frame.at(position);
      return Operators.apply(operator, one, other, frame.meter());
    }
  }

  record Conditional(Position position, Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      return Values.isTrue(condition.evaluate(frame))
          ? then.evaluate(frame)
          : otherwise.evaluate(frame);
    }
  }

  record Attribute(Position position, Expression object, String name) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      Object value = object.evaluate(frame);
      frame.at(position);
      return Methods.get(value, name);
    }
  }

  record Index(Position position, Expression object, Expression index) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      Object value = object.evaluate(frame);
      Object at = index.evaluate(frame);
      frame.at(position);
      return Values.element(value, at);
    }
  }

  /** Three ends; what is left out is a literal None. */
  record Slice(Position position, Expression object, List<Expression> ends) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      Object value = object.evaluate(frame);
      List<Object> values = Expression.evaluate(ends, frame);
      frame.at(position);
      frame.meter().allocate(Values.size(value));
      return Values.slice(value, values.get(0), values.get(1), values.get(2));
    }
  }

  /** A string with expressions in it. */
  record Template(Position position, List<Expression> parts) implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      StringBuilder text = new StringBuilder();
      for (Expression part : parts) {
        String piece = Printer.str(part.evaluate(frame));
        frame.meter().allocate(piece.length());
        text.append(piece);
      }
      return text.toString();
    }
  }

  /** A function without a name, or the value of a definition. */
  record Function(Position position, String name, Parameters parameters, Scope scope, Block body)
      implements Expression {
    @Override
    public Object evaluate(Frame frame) {
      frame.at(position);
      return new StarlarkFunction(this, parameters.defaults(frame), frame);
    }
  }

  static Literal none(Position position) {
    return new Literal(position, None.NONE);
  }
}
