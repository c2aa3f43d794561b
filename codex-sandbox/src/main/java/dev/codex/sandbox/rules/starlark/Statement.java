package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Block.Flow;
import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.Operators;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.List;
import java.util.Optional;

/** What does something. */
interface Statement {

  Flow execute(Frame frame);

  record Evaluate(Expression expression) implements Statement {
    @Override
    public Flow execute(Frame frame) {
      expression.evaluate(frame);
      return Flow.NEXT;
    }
  }

  record Assign(Target target, Expression value, Optional<TypeExpression> type)
      implements Statement {
    @Override
    public Flow execute(Frame frame) {
      Object assigned = value.evaluate(frame);
      type.ifPresent(declared -> {
        declared.check(frame);
        declared.require(assigned, "the value", frame);
      });
      frame.at(value.position());
      target.assign(frame, assigned);
      return Flow.NEXT;
    }
  }

  /** {@code a += b}, which changes a list in place. */
  record Augment(Expression variable, Target target, String operator, Expression value)
      implements Statement {
    @Override
    public Flow execute(Frame frame) {
      Object old = variable.evaluate(frame);
      Object other = value.evaluate(frame);
      frame.at(variable.position());
      if (operator.equals("+") && old instanceof StarlarkList list) {
        list.change().addAll(Iteration.elements(other, frame.meter()));
      } else {
        target.assign(frame, Operators.apply(operator, old, other, frame.meter()));
      }
      return Flow.NEXT;
    }
  }

  /** The first branch whose condition holds. */
  record If(List<Expression> conditions, List<Block> branches, Block otherwise)
      implements Statement {
    @Override
    public Flow execute(Frame frame) {
      for (int i = 0; i < conditions.size(); i++) {
        if (Values.isTrue(conditions.get(i).evaluate(frame))) {
          return branches.get(i).execute(frame);
        }
      }
      return otherwise.execute(frame);
    }
  }

  record For(Target target, Expression elements, Block body) implements Statement {
    @Override
    public Flow execute(Frame frame) {
      Object value = elements.evaluate(frame);
      frame.at(elements.position());
      Iteration iteration = Iteration.over(value);
      Flow flow = Flow.NEXT;
      for (Object element : iteration.begin()) {
        frame.at(elements.position());
        target.assign(frame, element);
        flow = body.execute(frame);
        if (flow == Flow.BREAK || flow == Flow.RETURN) {
          break;
        }
      }
      iteration.end();
      return flow == Flow.RETURN ? flow : Flow.NEXT;
    }
  }

  record Return(Optional<Expression> value) implements Statement {
    @Override
    public Flow execute(Frame frame) {
      value.ifPresent(expression -> frame.returns(expression.evaluate(frame)));
      return Flow.RETURN;
    }
  }

  /** {@code pass}, {@code break} and {@code continue}. */
  record Jump(Flow flow) implements Statement {
    @Override
    public Flow execute(Frame frame) {
      return flow;
    }
  }
}
