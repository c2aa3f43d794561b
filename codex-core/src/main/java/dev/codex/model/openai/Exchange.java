package dev.codex.model.openai;

import dev.codex.internal.http.HttpTransport;
import okhttp3.Call;
import okhttp3.Response;

/** One request, to be sent as often as it takes. */
record Exchange(
    Endpoint endpoint,
    HttpTransport transport,
    RequestIdentity identity,
    RequestBytes body,
    String turnId,
    TurnStates turnStates) {

  Call newCall() {
    return transport.call(
        endpoint.request(identity, turnStates.of(turnId)).post(body).build());
  }

  /** Keeps what the server wants to hear again in this turn. */
  void remember(Response response) {
    String state = response.header("x-codex-turn-state");
    if (state != null) {
      turnStates.put(turnId, state);
    }
  }
}
