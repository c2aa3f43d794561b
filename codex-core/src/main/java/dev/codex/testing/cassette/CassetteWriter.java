package dev.codex.testing.cassette;

import dev.codex.model.ModelProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes a cassette: JSON lines, the first of which says the version. Every instruction, tool and
 * input item has a line of its own, once, and requests refer to them by hash; so a conversation of
 * many rounds does not repeat its history in every line.
 */
final class CassetteWriter {

  static final int VERSION = 1;

  private final Path file;
  private final Scrubber scrubber;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> written = new HashSet<>(); // guarded by lock

  CassetteWriter(Path file, Scrubber scrubber, ModelProfile profile) {
    this.file = file;
    this.scrubber = scrubber;
    JsonNode header = JsonNode.object().put("cassette", VERSION);
    header.set("profile", JsonTree.mapTexts(ModelProfileCodec.encode(profile), scrubber::clean));
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, scrubber.checked(JsonTree.write(header)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scrubber scrubber() {
    return scrubber;
  }

  void write(Exchange exchange) {
    lock.lock();
    try {
      StringBuilder lines = new StringBuilder();
      Set<String> parts = new HashSet<>();
      JsonNode line = JsonNode.object().put("exchange", exchange.number());
      line.set("request", request(exchange.request(), lines, parts));
      line.putArray("events").elements().addAll(exchange.events());
      line.put("end", exchange.end().name());
      if (exchange.failure() != null) {
        JsonNode failure = ModelFailureCodec.encode(exchange.failure());
        line.set("failure", JsonTree.mapTexts(failure, scrubber::clean));
      }
      lines.append(JsonTree.write(line)).append('\n');
      Files.writeString(file, scrubber.checked(lines.toString()), StandardOpenOption.APPEND);
      written.addAll(parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private JsonNode request(JsonNode request, StringBuilder lines, Set<String> parts) {
    JsonNode references = JsonNode.object();
    request.fields().forEach((name, field) -> {
      if (field.isArray()) {
        JsonNode list = references.putArray(name);
        field.elements().forEach(value -> list.add(JsonNode.text(part(value, lines, parts))));
      } else {
        references.put(name, part(field, lines, parts));
      }
    });
    return references;
  }

  private String part(JsonNode value, StringBuilder lines, Set<String> parts) {
    String reference = RequestTree.key(value).substring(0, 16);
    if (!written.contains(reference) && parts.add(reference)) {
      JsonNode line = JsonNode.object().put("part", reference);
      line.set("value", value);
      lines.append(JsonTree.write(line)).append('\n');
    }
    return reference;
  }
}
