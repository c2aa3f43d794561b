package dev.codex.sandbox.server;

import dev.codex.internal.json.Json;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way back for the answer to one request; it can be taken on any thread, once. */
final class Reply {

  static final Json.Writer EMPTY = json -> {
    json.writeStartObject();
    json.writeEndObject();
  };

  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private final Sink sink;
  private final String id;

  Reply(Sink sink, String id) {
    this.sink = sink;
    this.id = id;
  }

  /** Where messages go. */
  @FunctionalInterface
  interface Sink {
    void send(byte[] message) throws IOException;
  }

  void result(Json.Writer value) {
    send(Json.bytes(json -> {
      json.writeStartObject();
      json.writeFieldName("id");
      json.writeRawValue(id);
      json.writeFieldName("result");
      value.write(json);
      json.writeEndObject();
    }));
  }

  void refuse(Refusal refusal) {
    send(Json.bytes(json -> {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeNumberField("code", refusal.code());
      json.writeStringField("message", refusal.text());
      json.writeEndObject();
      json.writeFieldName("id");
      json.writeRawValue(id);
      json.writeEndObject();
    }));
  }

  private void send(byte[] message) {
    try {
      sink.send(message);
    } catch (IOException e) {
      LOG.debug("An answer found nobody: {}", e.getMessage());
    }
  }
}
