package dev.codex.sandbox.server;

import dev.codex.internal.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Says what is at a path. */
final class FileFacts {

  private static final int PERMISSIONS = 07777;

  private FileFacts() {}

  /** Kind, size and times of what a last link leads to, and whether it is a link. */
  static Json.Writer of(Path path) throws IOException {
    BasicFileAttributes own =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    BasicFileAttributes target =
        own.isSymbolicLink() ? Files.readAttributes(path, BasicFileAttributes.class) : own;
    int mode = mode(path);
    return json -> {
      json.writeStartObject();
      json.writeBooleanField("isDirectory", target.isDirectory());
      json.writeBooleanField("isFile", target.isRegularFile());
      json.writeBooleanField("isSymlink", own.isSymbolicLink());
      json.writeNumberField("size", target.size());
      json.writeNumberField("createdAtMs", 0);
      json.writeNumberField("modifiedAtMs", target.lastModifiedTime().toMillis());
      json.writeNumberField("mode", mode);
      json.writeEndObject();
    };
  }

  private static int mode(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS)
          & PERMISSIONS;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }

  static Json.Writer entries(Path directory) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (Path entry : entries) {
        json.writeStartObject();
        json.writeStringField("fileName", String.valueOf(entry.getFileName()));
        json.writeBooleanField("isDirectory", Files.isDirectory(entry));
        json.writeBooleanField("isFile", Files.isRegularFile(entry));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }
}
