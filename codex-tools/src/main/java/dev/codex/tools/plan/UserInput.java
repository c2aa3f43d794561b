package dev.codex.tools.plan;

import java.util.List;
import java.util.Map;

/** Whoever answers the questions of a model. */
@FunctionalInterface
public interface UserInput {

  /**
   * Asks a person and waits for the answers. Called on the thread of the tool call, which is
   * interrupted when the turn is; several sessions may ask at once.
   *
   * @param questions one to three
   * @return by the id of the question, the labels that were chosen or a text of the person's own; a
   *     question without an entry was not answered
   * @throws InterruptedException if the turn has ended meanwhile
   */
  Map<String, List<String>> answer(List<Question> questions) throws InterruptedException;
}
