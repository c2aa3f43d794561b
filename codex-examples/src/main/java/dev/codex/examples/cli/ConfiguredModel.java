package dev.codex.examples.cli;

import dev.codex.model.Model;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.policy.Secrets;
import java.util.OptionalLong;

/** A model about which the configuration knows better. */
record ConfiguredModel(Model model, OptionalLong toolOutputTokens, OptionalLong contextWindow)
    implements Model {

  @Override
  public ModelStream stream(ModelRequest request) {
    return model.stream(request);
  }

  @Override
  public ModelProfile profile() {
    ModelProfile.Builder profile = model.profile().toBuilder();
    toolOutputTokens.ifPresent(
        tokens -> profile.maxToolOutputTokens(Math.toIntExact(Math.min(tokens, 1L << 30))));
    contextWindow.ifPresent(profile::contextWindow);
    return profile.build();
  }

  @Override
  public Secrets secrets() {
    return model.secrets();
  }
}
