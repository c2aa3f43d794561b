package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads a string with expressions in it. */
final class TemplateParser {

  private final ExpressionParser around;

  TemplateParser(ExpressionParser around) {
    this.around = around;
  }

  Expression template(Token token) {
    String text = token.text();
    List<Expression> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == letter;
      if ((letter == '{' || letter == '}') && doubled) {
        plain.append(letter);
        i++;
      } else if (letter == '}') {
        throw token.position().error("the string has a `}` without a `{`.");
      } else if (letter == '{') {
        parts.add(new Expression.Literal(token.position(), plain.toString()));
        plain.setLength(0);
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw token.position().error("a `{` of the string is not closed.");
        }
        parts.add(expression(text.substring(i + 1, end), token.position(), i));
        i = end;
      } else {
        plain.append(letter);
      }
    }
    parts.add(new Expression.Literal(token.position(), plain.toString()));
    return new Expression.Template(token.position(), parts);
  }

  /** {@code !r} and {@code !s} are read and make no difference, as in Codex. */
  private Expression expression(String text, Position string, int offset) {
    String plain =
        text.endsWith("!r") || text.endsWith("!s") ? text.substring(0, text.length() - 2) : text;
    // the f and the quote stand before it
    Position position = new Position(string.line(), string.column() + 3 + offset);
    TokenStream tokens = new TokenStream(Lexer.expression(plain, position));
    Expression value = new ExpressionParser(tokens, around.scope()).test();
    tokens.expect(Kind.END, "the `}` of the string");
    return value;
  }
}
