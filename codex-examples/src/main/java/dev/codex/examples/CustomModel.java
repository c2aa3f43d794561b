package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.error.ModelException;
import dev.codex.model.Model;
import dev.codex.model.openai.OpenAi;

/** A model of the host's own making: one that asks another when the first is not there. */
public final class CustomModel {

  private CustomModel() {}

  public static void main(String[] args) {
    Model local = OpenAi.builder()
        .baseUrl("http://localhost:11434/v1")
        .apiKey("none")
        .build()
        .model("gpt-oss:20b");
    Model remote = OpenAi.fromEnvironment().model("gpt-5.5");
    System.out.println(
        Agent.builder().model(localFirst(local, remote)).build().run("Which day is it?"));
  }

  static Model localFirst(Model local, Model remote) {
    // tag::custom-model[]
    Model localFirst = request -> {
      try {
        return local.stream(request);
      } catch (ModelException e) {
        return remote.stream(request);
      }
    };
    // end::custom-model[]
    return localFirst;
  }
}
