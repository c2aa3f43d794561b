package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Token.Kind;
import java.util.List;

/** Tokens, taken one by one. */
final class TokenStream {

  private static final int MAX_NESTING = 60;

  private final List<Token> tokens;
  private int next;
  private int nesting;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(next);
  }

  Token peekAfter() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  boolean at(String text) {
    return peek().is(text);
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  Token take() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  boolean takeIf(String text) {
    if (!at(text)) {
      return false;
    }
    take();
    return true;
  }

  boolean takeIf(Kind kind) {
    if (!at(kind)) {
      return false;
    }
    take();
    return true;
  }

  Token expect(String text) {
    if (!at(text)) {
      throw unexpected("`" + text + "`");
    }
    return take();
  }

  Token expect(Kind kind, String what) {
    if (!at(kind)) {
      throw unexpected(what);
    }
    return take();
  }

  RuntimeException unexpected(String wanted) {
    return peek().position().error(peek().shown() + " stands where " + wanted + " should.");
  }

  /** Goes one level deeper; a reader that is nested too deeply would end in a stack overflow. */
  void enter() {
    nesting++;
    if (nesting > MAX_NESTING) {
      throw peek()
          .position()
          .error("the text is nested more than " + MAX_NESTING + " levels deep.");
    }
  }

  void leave() {
    nesting--;
  }
}
