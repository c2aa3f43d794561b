package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client once said to {@code codex exec-server} 0.169 is said to ours, message by message:
 * each answer is of the same kind, with the same code or at least the same members.
 */
class RecordedTrafficTest {

  private static final String RECORDED = "/home/u/probe-fs";

  /** What each executor answers in its own way. */
  private static final Set<String> OWN =
      Set.of("environment/info", "process/resize", "environmentConfig/read");

  @TempDir
  private Path directory;

  private final List<String> differences = new ArrayList<>();

  private List<JsonNode> lines(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<JsonNode> lines = new ArrayList<>();
      for (String line : text.replace(RECORDED, directory.toString()).split("\n")) {
        lines.add(RawClient.json(line));
      }
      return lines;
    }
  }

  /** Says everything; gives the number of answers that were compared. */
  private int replay(String name) throws Exception {
    List<JsonNode> lines = lines(name);
    Map<String, JsonNode> answers = new HashMap<>();
    for (JsonNode line : lines) {
      if (line.path("dir").asText().equals("recv") && line.path("m").has("id")) {
        answers.put(line.path("conn").asText() + line.path("m").path("id"), line.path("m"));
      }
    }
    int compared = 0;
    try (ExecServer server = ExecServer.fromEnvironment().listen();
        RawClient client = RawClient.connect(server.url())) {
      for (JsonNode line : lines) {
        JsonNode message = line.path("m");
        if (!line.path("dir").asText().equals("send") || !message.has("method")) {
          continue;
        }
        if (!message.has("id")) {
          if (message.path("method").asText().equals("initialized")) {
            client.send(message.toString());
          }
          continue;
        }
        JsonNode expected = answers.get(line.path("conn").asText() + message.path("id"));
        JsonNode actual = client.call(
            message.path("method").asText(),
            message.has("params") ? message.path("params").toString() : "null");
        if (expected != null) {
          compare(message, expected, actual);
          compared++;
        }
      }
    }
    return compared;
  }

  private void compare(JsonNode request, JsonNode expected, JsonNode actual) {
    String params = request.path("params").toString();
    if (OWN.contains(request.path("method").asText())
        || params.contains("/home/u/")
        || params.contains("/big\"")) {
      return;
    }
    Object wanted = shape(expected);
    Object got = shape(actual);
    if (!wanted.equals(got)) {
      differences.add(request.path("method").asText() + " " + request.path("params") + ": wanted "
          + expected + " but was " + actual);
    }
  }

  private static Object shape(JsonNode answer) {
    if (answer.has("error")) {
      return answer.path("error").path("code").asInt();
    }
    TreeSet<String> names = new TreeSet<>();
    answer.path("result").fieldNames().forEachRemaining(names::add);
    names.remove("status");
    return names;
  }

  @Test
  void handshakesProcessesAndMistakes() throws Exception {
    assertThat(replay("basics.jsonl")).isGreaterThan(60);
    assertThat(differences).isEmpty();
  }

  @Test
  void files() throws Exception {
    Files.writeString(directory.resolve("a.txt"), "hello");
    Files.writeString(directory.resolve("sp ace é.txt"), "q");
    Files.createSymbolicLink(directory.resolve("ln"), Path.of("a.txt"));
    Files.createDirectory(directory.resolve("d"));
    Files.writeString(directory.resolve("d/x"), "x");
    Files.createDirectory(directory.resolve(".hid"));

    assertThat(replay("fs.jsonl")).isGreaterThan(150);
    assertThat(differences).isEmpty();
  }
}
