package dev.codex.tools.plan;

import java.util.List;
import org.immutables.value.Value;

/** Something that a model wants to know from a person. */
@Value.Immutable
public interface Question {

  /** What the answer is to be given under. */
  String id();

  /** A few words for a heading. */
  String header();

  String text();

  /** The answers that the model can think of, the best one first; a person may have another. */
  List<Option> options();

  static Builder builder() {
    return new Builder();
  }

  /** An answer to choose. */
  record Option(String label, String description) {}

  /** Builds a question. */
  final class Builder extends ImmutableQuestion.Builder {
    Builder() {}
  }
}
