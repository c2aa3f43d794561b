package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads expressions. Operators bind as in Python; comparisons cannot be chained. */
final class ExpressionParser {

  private static final int MAX_CHAIN = 400;

  private static final List<Set<String>> LEVELS = List.of(
      Set.of("or"),
      Set.of("and"),
      Set.of("not"),
      Set.of("==", "!=", "<", ">", "<=", ">=", "in", "not in"),
      Set.of("|"),
      Set.of("^"),
      Set.of("&"),
      Set.of("<<", ">>"),
      Set.of("+", "-"),
      Set.of("*", "/", "//", "%"));

  private static final int NOT = 2;
  private static final int COMPARISON = 3;

  private final TokenStream tokens;
  private final PrimaryParser primaries;
  private Scope scope;

  ExpressionParser(TokenStream tokens, Scope scope) {
    this.tokens = tokens;
    this.scope = scope;
    this.primaries = new PrimaryParser(tokens, this);
  }

  Scope scope() {
    return scope;
  }

  /** From now on names belong to this scope. */
  void scope(Scope scope) {
    this.scope = scope;
  }

  /** One expression, or several with commas between, which are a tuple. */
  Expression list() {
    Position position = tokens.peek().position();
    Expression first = test();
    if (!tokens.at(",")) {
      return first;
    }
    List<Expression> elements = new ArrayList<>(List.of(first));
    while (tokens.takeIf(",") && startsExpression()) {
      elements.add(test());
    }
    return new Expression.TupleOf(position, elements);
  }

  boolean startsExpression() {
    return switch (tokens.peek().kind()) {
      case NAME, INTEGER, REAL, STRING, TEMPLATE -> true;
      case OPERATOR ->
        Set.of("(", "[", "{", "-", "+", "~", "...").contains(tokens.peek().text());
      case KEYWORD -> tokens.at("not") || tokens.at("lambda");
      default -> false;
    };
  }

  Expression test() {
    tokens.enter();
    Position position = tokens.peek().position();
    if (tokens.at("lambda")) {
      Expression lambda = lambda();
      tokens.leave();
      return lambda;
    }
    Expression value = binary(0);
    if (tokens.takeIf("if")) {
      Expression condition = binary(0);
      tokens.expect("else");
      value = new Expression.Conditional(position, condition, value, test());
    }
    tokens.leave();
    return value;
  }

  /** Without a condition after it, which would be that of a comprehension. */
  Expression binary(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    if (level == NOT) {
      return not();
    }
    Position position = tokens.peek().position();
    Expression left = binary(level + 1);
    for (int i = 0; ; i++) {
      String operator = operator(level);
      if (operator.isEmpty()) {
        return left;
      }
      if (i == MAX_CHAIN || level == COMPARISON && i > 0) {
        throw tokens
            .peek()
            .position()
            .error(
                level == COMPARISON
                    ? "comparisons cannot be chained; use `and`."
                    : "more than " + MAX_CHAIN + " operators follow each other.");
      }
      take(operator);
      left = new Expression.Binary(position, operator, left, binary(level + 1));
    }
  }

  private Expression not() {
    Token token = tokens.peek();
    if (!tokens.takeIf("not")) {
      return binary(NOT + 1);
    }
    tokens.enter();
    Expression operand = not();
    tokens.leave();
    return new Expression.Unary(token.position(), "not", operand);
  }

  private String operator(int level) {
    Token token = tokens.peek();
    if (token.is("not") && tokens.peekAfter().is("in")) {
      return level == COMPARISON ? "not in" : "";
    }
    return (token.kind() == Kind.OPERATOR || token.kind() == Kind.KEYWORD)
            && LEVELS.get(level).contains(token.text())
        ? token.text()
        : "";
  }

  private void take(String operator) {
    tokens.take();
    if (operator.equals("not in")) {
      tokens.take();
    }
  }

  private Expression unary() {
    Token token = tokens.peek();
    if (token.is("-") || token.is("+") || token.is("~")) {
      tokens.take();
      tokens.enter();
      Expression operand = unary();
      tokens.leave();
      return new Expression.Unary(token.position(), token.text(), operand);
    }
    return primaries.primary();
  }

  /** Something that a loop can give values to. */
  Expression target() {
    return primaries.primary();
  }

  private Expression lambda() {
    Position position = tokens.expect("lambda").position();
    Scope inner = new Scope();
    Parameters parameters = new ParameterParser(tokens, this).parameters(inner, ":");
    tokens.expect(":");
    Scope outer = scope;
    scope = inner;
    Expression body = test();
    scope = outer;
    inner.closeInto(outer);
    Statement result = new Statement.Return(Optional.of(body));
    return new Expression.Function(
        position, "lambda", parameters, inner, new Block(List.of(result)));
  }
}
