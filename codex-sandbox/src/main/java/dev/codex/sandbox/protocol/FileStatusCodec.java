package dev.codex.sandbox.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A whole status, as the member {@code status} of what the protocol has anyway: an executor of this
 * project tells it, and others do not.
 */
public final class FileStatusCodec {

  private FileStatusCodec() {}

  public static void write(FileStatus status, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", status.kind().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("size", status.size());
    json.writeNumberField("mode", status.mode());
    json.writeStringField("modified", status.modified().toString());
    if (status.changed().isPresent()) {
      json.writeStringField("changed", status.changed().get().toString());
    }
    if (status.linkTarget().isPresent()) {
      json.writeStringField("linkTarget", status.linkTarget().get().toString());
    }
    json.writeEndObject();
  }

  /** Reads what is at a path from metadata of either kind of executor. */
  public static FileStatus read(JsonNode metadata) throws IOException {
    JsonNode status = metadata.path("status");
    if (!status.isObject()) {
      return plain(metadata);
    }
    try {
      return FileStatus.builder()
          .kind(FileStatus.Kind.valueOf(status.path("kind").asText().toUpperCase(Locale.ROOT)))
          .size(status.path("size").asLong())
          .mode(status.path("mode").asInt())
          .modified(Instant.parse(status.path("modified").asText()))
          .changed(text(status, "changed").map(Instant::parse))
          .linkTarget(text(status, "linkTarget").map(Path::of))
          .build();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("the executor told a status that makes no sense: " + status, e);
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return json.path(name).isTextual() ? Optional.of(json.path(name).asText()) : Optional.empty();
  }

  private static FileStatus plain(JsonNode metadata) {
    FileStatus.Kind kind = FileStatus.Kind.OTHER;
    if (metadata.path("isSymlink").asBoolean()) {
      kind = FileStatus.Kind.SYMBOLIC_LINK;
    } else if (metadata.path("isFile").asBoolean()) {
      kind = FileStatus.Kind.FILE;
    } else if (metadata.path("isDirectory").asBoolean()) {
      kind = FileStatus.Kind.DIRECTORY;
    }
    return FileStatus.builder()
        .kind(kind)
        .size(kind == FileStatus.Kind.FILE ? metadata.path("size").asLong() : 0)
        .modified(Instant.ofEpochMilli(metadata.path("modifiedAtMs").asLong()))
        .build();
  }
}
