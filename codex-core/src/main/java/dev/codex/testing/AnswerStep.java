package dev.codex.testing;

import dev.codex.error.ModelFailure;
import dev.codex.model.ModelEvent;

/** A step of an answer that is played rather than fetched. */
sealed interface AnswerStep {

  /** The reader gets an event. */
  record Emit(ModelEvent event) implements AnswerStep {}

  /** The reader waits. */
  record Wait(Gate gate) implements AnswerStep {}

  /** The answer breaks off. */
  record Fail(ModelFailure failure) implements AnswerStep {}
}
