package dev.codex.testing;

import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.model.Usage;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A model that is a function of the request, for tests that care what is answered and not how often
 * or in which order it is asked.
 *
 * <pre>{@code
 * Model parrot = FunctionModel.answering(
 *     (request, answer) -> answer.message(request.lastUserText()));
 * }</pre>
 *
 * <p>The function runs on the thread that asks, from several at once if there are several.
 */
public final class FunctionModel implements Model {

  private final Function<ModelRequest, List<AnswerStep>> function;
  private final ModelProfile profile;

  private FunctionModel(Function<ModelRequest, List<AnswerStep>> function, ModelProfile profile) {
    this.function = function;
    this.profile = Objects.requireNonNull(profile, "profile");
  }

  /** Answers with exactly these events; what does not end with Completed breaks off. */
  public static FunctionModel of(Function<ModelRequest, List<ModelEvent>> function) {
    return new FunctionModel(
        request ->
            function.apply(request).stream()
                .<AnswerStep>map(AnswerStep.Emit::new)
                .toList(),
        ModelProfile.unknown("function"));
  }

  /** Answers with what the function puts together. */
  public static FunctionModel answering(BiConsumer<RecordedRequest, ScriptedAnswer> function) {
    AnswerNames names = new AnswerNames();
    return new FunctionModel(
        request -> {
          ScriptedAnswer answer = new ScriptedAnswer(names, Usage.of(10, 5));
          function.accept(new RecordedRequest(request), answer);
          return answer.steps();
        },
        ModelProfile.unknown("function"));
  }

  /** The same function with another profile. */
  public FunctionModel withProfile(ModelProfile profile) {
    return new FunctionModel(function, profile);
  }

  @Override
  public ModelStream stream(ModelRequest request) {
    return new PlayedStream(function.apply(request));
  }

  @Override
  public ModelProfile profile() {
    return profile;
  }
}
