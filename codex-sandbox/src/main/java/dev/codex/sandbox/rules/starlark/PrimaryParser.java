package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Call.Argument;
import dev.codex.sandbox.rules.starlark.Token.Kind;
import dev.codex.sandbox.rules.starlark.value.None;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what operators stand between: names, literals, calls, elements. */
final class PrimaryParser {

  private static final int MAX_CHAIN = 400;

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final BracketParser brackets;

  PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.brackets = new BracketParser(tokens, expressions);
  }

  Expression primary() {
    Expression value = operand();
    for (int i = 0; i < MAX_CHAIN; i++) {
      Position position = value.position();
      if (tokens.takeIf(".")) {
        String name = tokens.expect(Kind.NAME, "a name").text();
        value = new Expression.Attribute(position, value, name);
      } else if (tokens.at("(")) {
        value = new Call(position, value, arguments());
      } else if (tokens.at("[")) {
        value = element(value);
      } else {
        return value;
      }
    }
    throw tokens.peek().position().error("more than " + MAX_CHAIN + " calls follow each other.");
  }

  private Expression operand() {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NAME -> {
        tokens.take();
        return name(token);
      }
      case INTEGER -> {
        tokens.take();
        return new Expression.Literal(token.position(), integer(token.text()));
      }
      case REAL -> {
        tokens.take();
        return new Expression.Literal(token.position(), Double.valueOf(token.text()));
      }
      case STRING -> {
        tokens.take();
        return new Expression.Literal(token.position(), token.text());
      }
      case TEMPLATE -> {
        tokens.take();
        return new TemplateParser(expressions).template(token);
      }
      default -> {
        if (tokens.takeIf("...")) {
          return new Expression.Literal(token.position(), None.NONE);
        }
        return brackets.bracketed();
      }
    }
  }

  private Expression name(Token token) {
    switch (token.text()) {
      case "None" -> {
        return Expression.none(token.position());
      }
      case "True", "False" -> {
        return new Expression.Literal(token.position(), token.text().equals("True"));
      }
      default -> {
        expressions.scope().use(token.text(), token.position());
        return new Expression.Name(token.position(), token.text());
      }
    }
  }

  private static BigInteger integer(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int radix = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : 2;
    return lower.matches("0[xob].*")
        ? new BigInteger(lower.substring(2), radix)
        : new BigInteger(lower);
  }

  private List<Argument> arguments() {
    tokens.expect("(");
    List<Argument> arguments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (!tokens.at(")")) {
      Token token = tokens.peek();
      Argument argument = argument();
      if (argument.kind() == Call.Kind.NAMED && !names.add(argument.name())) {
        throw token.position().error("the argument `" + argument.name() + "` is given twice.");
      }
      requireOrder(arguments, argument, token);
      arguments.add(argument);
      if (!tokens.takeIf(",")) {
        break;
      }
    }
    tokens.expect(")");
    return arguments;
  }

  private static void requireOrder(List<Argument> before, Argument argument, Token token) {
    boolean misplaced = before.stream()
        .anyMatch(one -> one.kind() == Call.Kind.ENTRIES
            || argument.kind() == Call.Kind.POSITIONAL && one.kind() != Call.Kind.POSITIONAL);
    if (misplaced) {
      throw token.position().error("arguments by position come first, and `**` comes last.");
    }
  }

  private Argument argument() {
    if (tokens.takeIf("*")) {
      return new Argument(Call.Kind.ELEMENTS, "", expressions.test());
    }
    if (tokens.takeIf("**")) {
      return new Argument(Call.Kind.ENTRIES, "", expressions.test());
    }
    if (tokens.at(Kind.NAME) && tokens.peekAfter().is("=")) {
      String name = tokens.take().text();
      tokens.take();
      return new Argument(Call.Kind.NAMED, name, expressions.test());
    }
    return new Argument(Call.Kind.POSITIONAL, "", expressions.test());
  }

  private Expression element(Expression value) {
    tokens.expect("[");
    Position none = tokens.peek().position();
    List<Expression> ends = new ArrayList<>();
    Expression first = tokens.at(":") ? Expression.none(none) : expressions.list();
    if (tokens.takeIf("]")) {
      return new Expression.Index(value.position(), value, first);
    }
    ends.add(first);
    while (ends.size() < 3 && tokens.takeIf(":")) {
      boolean absent = tokens.at(":") || tokens.at("]");
      ends.add(absent ? Expression.none(none) : expressions.test());
    }
    tokens.expect("]");
    while (ends.size() < 3) {
      ends.add(Expression.none(none));
    }
    return new Expression.Slice(value.position(), value, ends);
  }
}
