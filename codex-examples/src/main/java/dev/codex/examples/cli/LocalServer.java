package dev.codex.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Asks a server that may or may not be running which models it has. */
final class LocalServer {

  private final Duration patience;

  LocalServer(Duration patience) {
    this.patience = patience;
  }

  /** The first model that the server lists; empty if nobody answers or nothing is listed. */
  Optional<String> firstModel(String baseUrl) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(baseUrl + "/models").toURL().openConnection();
      connection.setConnectTimeout((int) patience.toMillis());
      connection.setReadTimeout((int) patience.toMillis());
      try (InputStream in = connection.getInputStream();
          JsonParser json = new JsonFactory().createParser(in)) {
        return firstId(json);
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> firstId(JsonParser json) throws IOException {
    while (json.nextToken() != null) {
      if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("id")) {
        return Optional.ofNullable(json.nextTextValue());
      }
    }
    return Optional.empty();
  }
}
