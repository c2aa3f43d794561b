package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.tool.Describe;
import java.util.List;
import java.util.Optional;

/** Gets an answer as a record. */
final class TypedAnswer {

  private TypedAnswer() {}

  // tag::typed[]
  record Verdict(
      @Describe("One sentence") String cause, List<String> files, Optional<String> fix) {}

  // end::typed[]

  static Verdict ask(Agent agent) {
    // tag::typed[]
    Verdict verdict = agent.run("Why does FooTest fail?", Verdict.class);
    // end::typed[]
    return verdict;
  }
}
