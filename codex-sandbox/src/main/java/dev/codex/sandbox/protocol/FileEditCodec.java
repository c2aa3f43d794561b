package dev.codex.sandbox.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.exec.FileEdit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Edits as parameters of {@code fs/applyEdits}, which executors of this project offer. */
public final class FileEditCodec {

  private FileEditCodec() {}

  public static void write(FileEdit edit, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", PathUri.of(edit.path()));
    if (edit instanceof FileEdit.Write write) {
      json.writeStringField("kind", "write");
      json.writeBinaryField("dataBase64", write.content());
      mode(write.mode(), json);
    } else if (edit instanceof FileEdit.Delete) {
      json.writeStringField("kind", "delete");
    } else if (edit instanceof FileEdit.CreateDirectory create) {
      json.writeStringField("kind", "createDirectory");
      mode(create.mode(), json);
    } else if (edit instanceof FileEdit.DeleteDirectory) {
      json.writeStringField("kind", "deleteDirectory");
    } else if (edit instanceof FileEdit.CreateSymbolicLink link) {
      json.writeStringField("kind", "createSymbolicLink");
      json.writeStringField("target", link.target().toString());
    } else if (edit instanceof FileEdit.SetMode set) {
      json.writeStringField("kind", "setMode");
      mode(OptionalInt.of(set.mode()), json);
    } else {
      throw new UnsupportedOperationException(
          "Edits like " + edit.getClass().getSimpleName() + " cannot be made on an executor.");
    }
    json.writeEndObject();
  }

  private static void mode(OptionalInt mode, JsonGenerator json) throws IOException {
    if (mode.isPresent()) {
      json.writeNumberField("mode", mode.getAsInt());
    }
  }

  /**
   * Reads an edit.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static FileEdit read(JsonNode json) throws IOException {
    Path path = PathUri.parse(json.path("path").asText());
    OptionalInt mode = json.path("mode").isInt()
        ? OptionalInt.of(json.path("mode").asInt() & 0777)
        : OptionalInt.empty();
    return switch (json.path("kind").asText()) {
      case "write" -> {
        byte[] content = json.path("dataBase64").binaryValue();
        yield new FileEdit.Write(path, content == null ? new byte[0] : content, mode);
      }
      case "delete" -> FileEdit.delete(path);
      case "createDirectory" -> new FileEdit.CreateDirectory(path, mode);
      case "deleteDirectory" -> FileEdit.deleteDirectory(path);
      case "createSymbolicLink" ->
        FileEdit.createSymbolicLink(path, Path.of(json.path("target").asText()));
      case "setMode" ->
        FileEdit.setMode(
            path, mode.orElseThrow(() -> new IllegalArgumentException("missing field `mode`")));
      default -> throw new IllegalArgumentException("unknown variant " + json.path("kind"));
    };
  }
}
