package dev.codex.model;

import dev.codex.policy.Secrets;

/**
 * A language model that can be asked. A model is safe for use by any number of sessions at once.
 *
 * <p>Decorators (fallback, recording) wrap one model in another and pass {@link #profile()} and
 * {@link #secrets()} on.
 */
@FunctionalInterface
public interface Model {

  /**
   * Sends the request and returns its answer as a stream.
   *
   * @throws dev.codex.error.ModelException if there is no answer to read; the stream throws it too,
   *     when the answer breaks off
   */
  ModelStream stream(ModelRequest request);

  /** What a caller has to know to write a good request. The same at every call. */
  default ModelProfile profile() {
    return ModelProfile.unknown("model");
  }

  /**
   * The keys and tokens that this model has used so far. Asked for before every call of a tool, on
   * any thread; must be quick.
   */
  default Secrets secrets() {
    return Secrets.none();
  }
}
