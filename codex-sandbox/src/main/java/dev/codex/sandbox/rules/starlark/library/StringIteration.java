package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.value.Iteration;
import java.math.BigInteger;

/** The characters of a string, which itself cannot be looped over. */
record StringIteration(String text, Kind kind) implements Iteration {

  enum Kind {
    CHARACTERS,
    CODE_POINTS
  }

  @Override
  public Iterable<Object> begin() {
    return text.codePoints()
        .<Object>mapToObj(point ->
            kind == Kind.CHARACTERS ? Character.toString(point) : BigInteger.valueOf(point))
        .toList();
  }
}
