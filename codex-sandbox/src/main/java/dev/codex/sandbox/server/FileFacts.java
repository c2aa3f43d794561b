package dev.codex.sandbox.server;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.internal.json.Json;
import dev.codex.sandbox.files.ReadCheck;
import dev.codex.sandbox.protocol.FileStatusCodec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Says what is at a path. */
final class FileFacts {

  private FileFacts() {}

  /** Kind, size and times of what a last link leads to, and whether it is a link. */
  static Json.Writer of(Path path, FileAccess files) throws IOException {
    FileStatus own = files.status(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    BasicFileAttributes target = attributes(path, files);
    return json -> {
      json.writeStartObject();
      json.writeBooleanField("isDirectory", target.isDirectory());
      json.writeBooleanField("isFile", target.isRegularFile());
      json.writeBooleanField("isSymlink", own.kind() == FileStatus.Kind.SYMBOLIC_LINK);
      json.writeNumberField("size", target.size());
      json.writeNumberField("createdAtMs", 0);
      json.writeNumberField("modifiedAtMs", target.lastModifiedTime().toMillis());
      json.writeFieldName("status");
      FileStatusCodec.write(own, json);
      json.writeEndObject();
    };
  }

  /** Those of a link that leads nowhere, or where nobody may look, are its own. */
  private static BasicFileAttributes attributes(Path path, FileAccess files) throws IOException {
    try {
      new ReadCheck(files).require(path);
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
  }

  static Json.Writer entries(Path directory, FileAccess files) throws IOException {
    List<FileEntry> entries = files.list(directory);
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (FileEntry entry : entries) {
        Path path = directory.resolve(entry.name());
        json.writeStartObject();
        json.writeStringField("fileName", entry.name());
        json.writeBooleanField("isDirectory", Files.isDirectory(path));
        json.writeBooleanField("isFile", Files.isRegularFile(path));
        json.writeFieldName("status");
        FileStatusCodec.write(entry.status(), json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }
}
