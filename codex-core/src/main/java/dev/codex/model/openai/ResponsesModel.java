package dev.codex.model.openai;

import dev.codex.model.Model;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelSettings;
import dev.codex.model.ModelStream;
import dev.codex.policy.Secrets;

/** A model behind the Responses API. Holds no connection and no thread of its own. */
final class ResponsesModel implements Model {

  private final OpenAi openAi;
  private final ModelProfile profile;
  private final ModelSettings settings;
  private final RequestEncoder encoder;
  private final TurnStates turnStates = new TurnStates();

  ResponsesModel(OpenAi openAi, ModelProfile profile, ModelSettings settings) {
    this.openAi = openAi;
    this.profile = profile;
    this.settings = settings;
    this.encoder = new RequestEncoder(
        profile,
        settings,
        openAi.endpoint().isAzure(profile.provider())
            ? RequestEncoder.Store.KEEP
            : RequestEncoder.Store.FORGET);
  }

  /** Nothing is sent before the answer is asked for, so that closing it can stop the sending. */
  @Override
  public ModelStream stream(ModelRequest request) {
    RequestEncoder.TurnPart turn = encoder.turn(request, this::identity);
    RequestBytes body = encoder.encode(request, turn);
    Exchange exchange = new Exchange(
        openAi.endpoint(), openAi.transport(), turn.identity(), body, request.turnId(), turnStates);
    return new ResponsesStream(
        new Sending(exchange, openAi.requestRetries(), openAi.surroundings()),
        openAi.streamIdleTimeout(),
        new EventDecoder(new ReceivedItem(new ItemIds(openAi.surroundings()))),
        () -> encoder.forget(request.turnId()));
  }

  private RequestIdentity identity(ModelRequest request) {
    return new RequestIdentity(
        request, profile.name(), settings.reasoningEffort(), openAi.installationId());
  }

  @Override
  public Secrets secrets() {
    return openAi.endpoint().secrets();
  }

  @Override
  public ModelProfile profile() {
    return profile;
  }

  @Override
  public String toString() {
    return profile.name();
  }
}
