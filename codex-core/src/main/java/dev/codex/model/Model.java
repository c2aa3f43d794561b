package dev.codex.model;

/**
 * A language model that can be asked. A model is safe for use by any number of sessions at once.
 *
 * <p>Decorators (fallback, recording) wrap one model in another and pass {@link #profile()} on.
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
}
