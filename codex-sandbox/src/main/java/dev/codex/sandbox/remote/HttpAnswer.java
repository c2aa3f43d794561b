package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.sandbox.protocol.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a server answered to an executor.
 *
 * @param headers in the order of arrival; names may repeat
 */
public record HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {

  public HttpAnswer {
    headers = List.copyOf(headers);
  }

  static HttpAnswer of(ExecClient client, HttpCall call) throws IOException {
    JsonNode answer = Trees.read(client.ask(
        "http/request",
        json -> {
          json.writeStartObject();
          json.writeStringField("method", call.method());
          json.writeStringField("url", call.url().toString());
          json.writeArrayFieldStart("headers");
          for (Map.Entry<String, String> header : call.headers()) {
            json.writeStartObject();
            json.writeStringField("name", header.getKey());
            json.writeStringField("value", header.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeBinaryField("bodyBase64", call.body());
          json.writeNumberField("timeoutMs", call.timeout().toMillis());
          json.writeStringField("redirectPolicy", call.followsRedirects() ? "follow" : "stop");
          json.writeStringField("requestId", UUID.randomUUID().toString());
          json.writeEndObject();
        },
        ExecClient.Repeat.NEVER));
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (JsonNode header : answer.path("headers")) {
      headers.add(Map.entry(header.path("name").asText(), header.path("value").asText()));
    }
    byte[] body = answer.path("bodyBase64").binaryValue();
    return new HttpAnswer(
        answer.path("status").asInt(), headers, body == null ? new byte[0] : body);
  }
}
