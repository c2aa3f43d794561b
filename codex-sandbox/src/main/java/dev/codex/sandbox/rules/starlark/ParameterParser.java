package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Parameters.Kind;
import dev.codex.sandbox.rules.starlark.Parameters.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the parameters of a function. */
final class ParameterParser {

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final List<Parameter> parameters = new ArrayList<>();
  private boolean namedOnly;
  private boolean preset;

  ParameterParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** Those before the closing token, which is left; their names are bound in the scope. */
  Parameters parameters(Scope scope, String close) {
    boolean typed = close.equals(")");
    while (!tokens.at(close)) {
      Position position = tokens.peek().position();
      if (!parameters.isEmpty() && last().kind() == Kind.ENTRIES) {
        throw position.error("nothing can follow the `**` parameter.");
      }
      if (tokens.takeIf("**")) {
        add(scope, Kind.ENTRIES, typed);
      } else if (tokens.takeIf("*")) {
        rest(scope, position, typed);
      } else {
        plain(scope, position, typed);
      }
      if (!tokens.takeIf(",")) {
        break;
      }
    }
    return new Parameters(List.copyOf(parameters), Optional.empty());
  }

  private Parameter last() {
    return parameters.get(parameters.size() - 1);
  }

  private void rest(Scope scope, Position position, boolean typed) {
    if (namedOnly) {
      throw position.error("a function can have only one `*`.");
    }
    namedOnly = true;
    if (tokens.at(",")) {
      return;
    }
    add(scope, Kind.REST, typed);
  }

  private void plain(Scope scope, Position position, boolean typed) {
    add(scope, namedOnly ? Kind.NAMED_ONLY : Kind.PLAIN, typed);
    boolean has = last().preset().isPresent();
    if (preset && !has && !namedOnly) {
      throw position.error("a parameter without a default follows one that has one.");
    }
    preset |= has;
  }

  private void add(Scope scope, Kind kind, boolean typed) {
    Token name = tokens.expect(Token.Kind.NAME, "the name of a parameter");
    if (scope.binds(name.text())) {
      throw name.position().error("the parameter `" + name.text() + "` is there twice.");
    }
    scope.bind(name.text());
    Optional<TypeExpression> type = typed && tokens.takeIf(":")
        ? Optional.of(new TypeExpression(expressions.test()))
        : Optional.empty();
    boolean presettable = kind == Kind.PLAIN || kind == Kind.NAMED_ONLY;
    Optional<Expression> value =
        presettable && tokens.takeIf("=") ? Optional.of(expressions.test()) : Optional.empty();
    parameters.add(new Parameter(kind, name.text(), value, type));
  }
}
