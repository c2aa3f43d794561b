package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.internal.rpc.RpcConnection;
import dev.codex.sandbox.protocol.Trees;
import dev.codex.sandbox.remote.registry.UnusableAnswerException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the session is attached.
 *
 * @param environment what the executor said about itself; a missing node if nothing
 */
record Attachment(RpcConnection connection, String sessionId, JsonNode environment) {

  private static final String CLIENT = "codex-java";

  /** For all attempts to attach a new session together. */
  private static final Duration FIRST_BUDGET = Duration.ofSeconds(14);

  /** Whether the executor says that it has something which others have not. */
  boolean can(String capability) {
    return environment.path("capabilities").path(capability).asBoolean();
  }

  /** Opens a connection and attaches a new session, or the one to resume. */
  static Attachment open(
      ExecClient.Surroundings around,
      RpcConnection.Handler handler,
      @Nullable String resume,
      Duration within)
      throws IOException {
    Connector.Contact contact = resume == null ? Connector.Contact.FIRST : Connector.Contact.RESUME;
    RpcConnection connection =
        RpcConnection.open(listener -> around.connector().open(listener, contact), handler);
    try {
      Duration patience = around.times().initializeTimeout();
      JsonSlice answer = around
          .pace()
          .await(
              connection.request("initialize", json -> {
                json.writeStartObject();
                json.writeStringField("clientName", CLIENT);
                json.writeStringField("resumeSessionId", resume);
                json.writeEndObject();
              }),
              patience.compareTo(within) < 0 ? patience : within);
      JsonNode result = Trees.read(answer);
      String session = result.path("sessionId").asText();
      if (session.isEmpty() || resume != null && !session.equals(resume)) {
        throw new UnusableAnswerException("the executor attached the session '" + session
            + "' when it was asked " + (resume == null ? "for a new one" : "for " + resume));
      }
      connection.notify("initialized", json -> {
        json.writeStartObject();
        json.writeEndObject();
      });
      return new Attachment(connection, session, result.path("environmentInfo"));
    } catch (TimeoutException e) {
      connection.close("initialize timed out");
      throw new IOException("the executor did not answer initialize in time", e);
    } catch (IOException | RuntimeException e) {
      connection.close("initialize failed");
      throw e;
    }
  }

  /** Attaches a new session; where a way is known to fail for moments, more than once. */
  static Attachment first(ExecClient.Surroundings around, RpcConnection.Handler handler)
      throws IOException {
    long deadline = around.pace().nanos() + FIRST_BUDGET.toNanos();
    for (int failed = 0; ; failed++) {
      try {
        return open(around, handler, null, around.times().connectTimeout());
      } catch (IOException e) {
        Duration delay = around.connector().delay(failed);
        boolean late = around.pace().nanos() + delay.toNanos() - deadline > 0;
        if (failed >= around.connector().firstRetries()
            || late
            || Verdict.of(e) instanceof Verdict.Final) {
          throw e;
        }
        pause(around, delay);
      }
    }
  }

  private static void pause(ExecClient.Surroundings around, Duration delay) throws IOException {
    try {
      around.pace().sleep(delay);
    } catch (InterruptedException e) {
      throw Pace.interrupted();
    }
  }
}
