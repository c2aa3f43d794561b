package dev.codex.sandbox.rules.starlark;

import java.util.List;

/** Statements that run one after the other. */
record Block(List<Statement> statements) {

  Flow execute(Frame frame) {
    for (Statement statement : statements) {
      Flow flow = statement.execute(frame);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  /** How it goes on after a statement. */
  enum Flow {
    NEXT,
    CONTINUE,
    BREAK,
    RETURN
  }
}
