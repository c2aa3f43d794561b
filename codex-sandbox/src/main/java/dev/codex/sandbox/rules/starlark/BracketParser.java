package dev.codex.sandbox.rules.starlark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what stands in brackets: tuples, lists, dicts, and lists and dicts that are computed. */
final class BracketParser {

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  BracketParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression bracketed() {
    tokens.enter();
    Position position = tokens.peek().position();
    Expression value;
    if (tokens.takeIf("(")) {
      value = parenthesis(position);
    } else if (tokens.takeIf("[")) {
      value = list(position);
    } else if (tokens.takeIf("{")) {
      value = dict(position);
    } else {
      throw tokens.unexpected("an expression");
    }
    tokens.leave();
    return value;
  }

  private Expression parenthesis(Position position) {
    if (tokens.takeIf(")")) {
      return new Expression.TupleOf(position, List.of());
    }
    Expression value = expressions.list();
    tokens.expect(")");
    return value;
  }

  /** What is in the brackets gets a scope of its own, which a computed list needs. */
  private Expression list(Position position) {
    if (tokens.takeIf("]")) {
      return new Expression.ListOf(position, List.of());
    }
    Scope outer = enterScope();
    Expression first = expressions.test();
    Expression value;
    if (tokens.at("for")) {
      value = new Comprehension(position, expressions.scope(), first, Optional.empty(), clauses());
    } else {
      List<Expression> elements = new ArrayList<>(List.of(first));
      while (tokens.takeIf(",") && !tokens.at("]")) {
        elements.add(expressions.test());
      }
      value = new Expression.ListOf(position, elements);
    }
    leaveScope(outer);
    tokens.expect("]");
    return value;
  }

  private Expression dict(Position position) {
    if (tokens.takeIf("}")) {
      return new Expression.DictOf(position, List.of());
    }
    Scope outer = enterScope();
    List<Expression> parts = new ArrayList<>();
    entry(parts);
    Expression value;
    if (tokens.at("for")) {
      value = new Comprehension(
          position, expressions.scope(), parts.get(0), Optional.of(parts.get(1)), clauses());
    } else {
      while (tokens.takeIf(",") && !tokens.at("}")) {
        entry(parts);
      }
      value = new Expression.DictOf(position, parts);
    }
    leaveScope(outer);
    tokens.expect("}");
    return value;
  }

  private void entry(List<Expression> parts) {
    parts.add(expressions.test());
    tokens.expect(":");
    parts.add(expressions.test());
  }

  private List<Comprehension.Clause> clauses() {
    List<Comprehension.Clause> clauses = new ArrayList<>();
    while (true) {
      tokens.enter();
      if (tokens.takeIf("for")) {
        Target target = loopTarget();
        tokens.expect("in");
        clauses.add(new Comprehension.Clause(Optional.of(target), expressions.binary(0)));
      } else if (tokens.takeIf("if")) {
        clauses.add(new Comprehension.Clause(Optional.empty(), expressions.binary(0)));
      } else {
        clauses.forEach(clause -> tokens.leave());
        tokens.leave();
        return clauses;
      }
    }
  }

  /** The names before {@code in}, which a general expression would swallow. */
  Target loopTarget() {
    Position position = tokens.peek().position();
    List<Expression> targets = new ArrayList<>();
    do {
      targets.add(expressions.target());
    } while (tokens.takeIf(",") && !tokens.at("in"));
    Expression all =
        targets.size() == 1 ? targets.get(0) : new Expression.TupleOf(position, targets);
    return Target.of(all, expressions.scope());
  }

  private Scope enterScope() {
    Scope outer = expressions.scope();
    expressions.scope(new Scope());
    return outer;
  }

  private void leaveScope(Scope outer) {
    expressions.scope().closeInto(outer);
    expressions.scope(outer);
  }
}
