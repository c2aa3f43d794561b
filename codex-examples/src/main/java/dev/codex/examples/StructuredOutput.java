package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.model.openai.OpenAi;
import java.util.List;

/** Has the model fill in a record. */
public final class StructuredOutput {

  private StructuredOutput() {}

  // tag::records[]
  enum Verdict {
    MERGE,
    CHANGE
  }

  record Finding(String file, int line, String problem) {}

  record Review(Verdict verdict, List<Finding> findings) {}
  // end::records[]

  public static void main(String[] args) {
    System.out.println(
        review(Agent.builder().model(OpenAi.fromEnvironment().model("gpt-5.5")).build()));
  }

  static Review review(Agent agent) {
    // tag::structured-output[]
    Review review = agent.run("Review the last commit", Review.class);
    // end::structured-output[]
    return review;
  }
}
