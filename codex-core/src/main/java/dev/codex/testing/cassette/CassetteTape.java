package dev.codex.testing.cassette;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.codex.model.ModelProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cassette holds, as read from its file.
 *
 * @param exchanges in the order in which the requests were made
 */
record CassetteTape(Path file, ModelProfile profile, List<Exchange> exchanges) {

  static CassetteTape read(Path file) {
    List<String> lines = lines(file);
    int number = 0;
    try {
      Map<String, JsonNode> parts = new HashMap<>();
      List<Exchange> exchanges = new ArrayList<>();
      JsonNode header = JsonTree.parse(lines.isEmpty() ? "{}" : lines.get(0));
      if (header.path("cassette").asInt() != CassetteWriter.VERSION) {
        throw new AssertionError(
            file + " is no cassette of version " + CassetteWriter.VERSION + ". Record it again.");
      }
      for (number = 1; number < lines.size(); number++) {
        JsonNode line = JsonTree.parse(lines.get(number));
        if (line.has("part")) {
          parts.put(line.path("part").asText(), line.path("value"));
        } else {
          exchanges.add(exchange(line, parts));
        }
      }
      exchanges.sort(Comparator.comparingInt(Exchange::number));
      return new CassetteTape(
          file, ModelProfileCodec.decode(header.path("profile")), List.copyOf(exchanges));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new AssertionError(
          "Line " + (number + 1) + " of " + file + " cannot be read. Record it again.", e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new AssertionError(
          "There is no cassette " + file + ". Make one with Cassette.recording.", e);
    } catch (IOException e) {
      throw new AssertionError("The cassette " + file + " cannot be read: " + e, e);
    }
  }

  private static Exchange exchange(JsonNode line, Map<String, JsonNode> parts) {
    JsonNode request = JsonNode.object();
    line.path("request").fields().forEach((name, field) -> {
      if (field.isArray()) {
        JsonNode list = request.putArray(name);
        field.elements().forEach(reference -> list.add(part(reference, parts)));
      } else {
        request.set(name, part(field, parts));
      }
    });
    List<JsonNode> events = new ArrayList<>();
    events.addAll(line.path("events").elements());
    return new Exchange(
        line.path("exchange").asInt(),
        request,
        List.copyOf(events),
        Exchange.End.valueOf(line.path("end").asText()),
        line.has("failure") ? ModelFailureCodec.decode(line.path("failure")) : null);
  }

  private static JsonNode part(JsonNode reference, Map<String, JsonNode> parts) {
    JsonNode part = parts.get(reference.asText());
    if (part == null) {
      throw new IllegalArgumentException("There is no part " + reference + ".");
    }
    return part;
  }
}
