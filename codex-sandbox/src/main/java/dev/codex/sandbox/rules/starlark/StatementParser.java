package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Block.Flow;
import dev.codex.sandbox.rules.starlark.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads statements. */
final class StatementParser {

  private static final Set<String> AUGMENTED =
      Set.of("+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int functions;
  private int loops;

  StatementParser(TokenStream tokens, Scope scope) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens, scope);
  }

  Block file() {
    List<Statement> statements = new ArrayList<>();
    while (!tokens.at(Kind.END)) {
      if (!tokens.takeIf(Kind.NEWLINE)) {
        statement(statements);
      }
    }
    return new Block(statements);
  }

  private void statement(List<Statement> statements) {
    if (tokens.at("def")) {
      statements.add(definition());
    } else if (tokens.at("for")) {
      statements.add(loop());
    } else if (tokens.at("if")) {
      statements.add(branches());
    } else {
      line(statements);
    }
  }

  private void line(List<Statement> statements) {
    do {
      statements.add(simple());
    } while (tokens.takeIf(";") && !tokens.at(Kind.NEWLINE));
    tokens.expect(Kind.NEWLINE, "the end of the line");
  }

  private Block block() {
    tokens.expect(":");
    List<Statement> statements = new ArrayList<>();
    if (!tokens.takeIf(Kind.NEWLINE)) {
      line(statements);
      return new Block(statements);
    }
    tokens.expect(Kind.INDENT, "an indented block");
    tokens.enter();
    while (!tokens.takeIf(Kind.DEDENT)) {
      statement(statements);
    }
    tokens.leave();
    return new Block(statements);
  }

  private Statement definition() {
    Position position = tokens.expect("def").position();
    String name = tokens.expect(Kind.NAME, "the name of a function").text();
    Scope outer = expressions.scope();
    outer.bind(name);
    Scope inner = new Scope();
    tokens.expect("(");
    Parameters parameters = new ParameterParser(tokens, expressions).parameters(inner, ")");
    tokens.expect(")");
    Optional<TypeExpression> result = tokens.takeIf("->")
        ? Optional.of(new TypeExpression(expressions.test()))
        : Optional.empty();
    int loopsAround = loops;
    loops = 0;
    functions++;
    expressions.scope(inner);
    Block body = block();
    expressions.scope(outer);
    functions--;
    loops = loopsAround;
    inner.closeInto(outer);
    return new Statement.Assign(
        new Target.Variable(name),
        new Expression.Function(
            position, name, new Parameters(parameters.all(), result), inner, body),
        Optional.empty());
  }

  private Statement loop() {
    tokens.expect("for");
    Target target = new BracketParser(tokens, expressions).loopTarget();
    tokens.expect("in");
    Expression elements = expressions.test();
    loops++;
    Block body = block();
    loops--;
    return new Statement.For(target, elements, body);
  }

  private Statement branches() {
    List<Expression> conditions = new ArrayList<>();
    List<Block> branches = new ArrayList<>();
    tokens.expect("if");
    do {
      conditions.add(expressions.test());
      branches.add(block());
    } while (tokens.takeIf("elif"));
    Block otherwise = tokens.takeIf("else") ? block() : new Block(List.of());
    return new Statement.If(conditions, branches, otherwise);
  }

  private Statement simple() {
    Token token = tokens.peek();
    switch (token.kind() == Kind.KEYWORD ? token.text() : "") {
      case "pass" -> {
        tokens.take();
        return new Statement.Jump(Flow.NEXT);
      }
      case "break", "continue" -> {
        return jump(tokens.take());
      }
      case "return" -> {
        return result(tokens.take());
      }
      case "load" -> throw token.position().error("a rules file cannot load another.");
      default -> {
        return assignment();
      }
    }
  }

  private Statement jump(Token token) {
    if (loops == 0) {
      throw token.position().error("`" + token.text() + "` stands outside of a loop.");
    }
    return new Statement.Jump(token.text().equals("break") ? Flow.BREAK : Flow.CONTINUE);
  }

  private Statement result(Token token) {
    if (functions == 0) {
      throw token.position().error("`return` stands outside of a function.");
    }
    return new Statement.Return(
        expressions.startsExpression() ? Optional.of(expressions.list()) : Optional.empty());
  }

  private Statement assignment() {
    Expression left = expressions.list();
    Token token = tokens.peek();
    if (tokens.takeIf("=")) {
      Expression value = expressions.list();
      return new Statement.Assign(target(left), value, Optional.empty());
    }
    if (left instanceof Expression.Name && tokens.takeIf(":")) {
      TypeExpression type = new TypeExpression(expressions.test());
      tokens.expect("=");
      return new Statement.Assign(target(left), expressions.list(), Optional.of(type));
    }
    if (token.kind() == Kind.OPERATOR && AUGMENTED.contains(token.text())) {
      tokens.take();
      String operator = token.text().substring(0, token.text().length() - 1);
      return new Statement.Augment(left, target(left), operator, expressions.list());
    }
    return new Statement.Evaluate(left);
  }

  private Target target(Expression left) {
    return Target.of(left, expressions.scope());
  }
}
