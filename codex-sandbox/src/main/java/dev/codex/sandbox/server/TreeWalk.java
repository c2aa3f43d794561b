package dev.codex.sandbox.server;

import dev.codex.internal.json.Json;
import dev.codex.sandbox.files.ReadCheck;
import dev.codex.sandbox.protocol.PathUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lists a tree, level by level and each level by name, within limits. */
final class TreeWalk {

  private final Path root;
  private final ReadCheck reading;
  private final Options options;
  private final Map<Path, Boolean> found = new LinkedHashMap<>();
  private final List<Path> unreadable = new ArrayList<>();
  private boolean truncated;

  private TreeWalk(Path root, ReadCheck reading, Options options) {
    this.root = root;
    this.reading = reading;
    this.options = options;
  }

  private record Options(
      long maxDepth, long maxDirectories, long maxEntries, boolean follow, boolean prune) {}

  private record Level(Path directory, int depth) {}

  static TreeWalk of(Params params, ReadCheck reading) throws Refusal {
    Params options = params.object("options");
    return new TreeWalk(
        params.path("path"),
        reading,
        new Options(
            options.needNumber("maxDepth"),
            options.needNumber("maxDirectories"),
            options.needNumber("maxEntries"),
            options.flag("followDirectorySymlinks"),
            options.flag("pruneHiddenDirectories")));
  }

  Json.Writer run() throws IOException {
    reading.require(root);
    if (!Files.isDirectory(root)) {
      Files.readAttributes(root, "*");
      throw new NotDirectoryException(root.toString());
    }
    Deque<Level> open = new ArrayDeque<>();
    open.add(new Level(root, 0));
    long directories = 0;
    while (!open.isEmpty() && !truncated) {
      if (++directories > options.maxDirectories()) {
        truncated = true;
        break;
      }
      list(open.remove(), open);
    }
    return this::write;
  }

  private void list(Level level, Deque<Level> open) {
    if (level.depth() >= options.maxDepth()) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> stream = Files.list(level.directory())) {
      entries = stream.sorted().toList();
    } catch (IOException e) {
      unreadable.add(level.directory());
      return;
    }
    for (Path entry : entries) {
      boolean link = Files.isSymbolicLink(entry);
      if (link && !(options.follow() && Files.isDirectory(entry))) {
        continue;
      }
      boolean directory = Files.isDirectory(entry);
      if (!directory && !Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!reading.allows(entry)) {
        unreadable.add(entry);
        continue;
      }
      if (found.size() >= options.maxEntries()) {
        truncated = true;
        return;
      }
      found.put(entry, directory);
      boolean hidden = String.valueOf(entry.getFileName()).startsWith(".");
      if (directory && !(hidden && options.prune())) {
        open.add(new Level(entry, level.depth() + 1));
      }
    }
  }

  private void write(com.fasterxml.jackson.core.JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("entries");
    for (Map.Entry<Path, Boolean> entry : found.entrySet()) {
      json.writeStartObject();
      json.writeStringField("path", PathUri.of(entry.getKey()));
      json.writeStringField("kind", entry.getValue() ? "directory" : "file");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("errors");
    for (Path path : unreadable) {
      json.writeStartObject();
      json.writeStringField("path", PathUri.of(path));
      json.writeStringField("message", "Permission denied (os error 13)");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("truncated", truncated);
    json.writeEndObject();
  }
}
