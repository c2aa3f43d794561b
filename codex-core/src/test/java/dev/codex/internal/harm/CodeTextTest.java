package dev.codex.internal.harm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTextTest {

  @Test
  void whatStandsInQuotesIsALiteral() {
    assertThat(new CodeText("f('a\\'b', \"c'd\", `e`) + 'open").literals())
        .containsExactly("a\\'b", "c'd", "e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\\n", "ab\\\\"})
  void aLongLiteralIsReadLikeAShortOne(String part) {
    String literal = part.repeat(200_000);

    assertThat(new CodeText("print('" + literal + "')\nprint(\"" + literal + "\")").literals())
        .containsExactly(literal, literal);
  }
}
