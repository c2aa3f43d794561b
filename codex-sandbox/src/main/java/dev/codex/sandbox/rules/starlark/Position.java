package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.StarlarkException;

/** A place in a file; line and column count from 1, columns in code points. */
record Position(int line, int column) {

  StarlarkException error(String problem) {
    return new StarlarkException(problem, line, column);
  }
}
