package dev.codex.examples;

import dev.codex.error.ModelException;
import dev.codex.model.Model;

/** A model of the host's own making: one that asks another when the first is not there. */
final class LocalFirstModel {

  private LocalFirstModel() {}

  static Model of(Model local, Model remote) {
    // tag::model[]
    Model localFirst = request -> {
      try {
        return local.stream(request);
      } catch (ModelException e) {
        return remote.stream(request);
      }
    };
    // end::model[]
    return localFirst;
  }
}
