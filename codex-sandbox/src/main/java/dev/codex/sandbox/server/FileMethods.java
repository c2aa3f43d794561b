package dev.codex.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.Sandbox;
import dev.codex.internal.json.Json;
import dev.codex.sandbox.files.ReadCheck;
import dev.codex.sandbox.protocol.FileEditCodec;
import dev.codex.sandbox.protocol.PathUri;
import dev.codex.sandbox.protocol.PolicyCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The methods about files: each under the policy that comes with it. */
final class FileMethods {

  private final Sandbox sandbox;
  private final List<Path> temporaryFolders;
  private final MissingWatch watch;
  private final int maxFileBytes;

  FileMethods(Sandbox sandbox, List<Path> temporaryFolders, MissingWatch watch, int maxFileBytes) {
    this.sandbox = sandbox;
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.watch = watch;
    this.maxFileBytes = maxFileBytes;
  }

  void handle(ClientConnection client, String method, Params params, Reply reply) throws Refusal {
    try {
      switch (method) {
        case "fs/readFile" -> reply.result(readFile(params));
        case "fs/writeFile" -> reply.result(writeFile(params));
        case "fs/createDirectory" -> reply.result(createDirectory(params));
        case "fs/getMetadata" -> reply.result(FileFacts.of(params.path("path"), files(params)));
        case "fs/canonicalize" -> reply.result(canonicalize(params));
        case "fs/readDirectory" ->
          reply.result(FileFacts.entries(params.path("path"), files(params)));
        case "fs/walk" ->
          reply.result(TreeWalk.of(params, new ReadCheck(files(params))).run());
        case "fs/remove" -> reply.result(remove(params));
        case "fs/applyEdits" -> reply.result(applyEdits(params));
        case "fs/copy" -> reply.result(copy(params));
        case "fs/open" -> reply.result(open(client, params));
        case "fs/readBlock" -> reply.result(readBlock(client, params));
        case "fs/writeBlock" -> reply.result(writeBlock(client, params));
        case "fs/close" -> {
          client.handles().close(params.text("handleId"));
          reply.result(Reply.EMPTY);
        }
        case "fs/discard" -> {
          client.handles().discard(params.text("handleId"));
          reply.result(Reply.EMPTY);
        }
        case "fs/watchMissing" -> reply.result(watch.add(client, params));
        default -> throw Methods.unknown(method);
      }
    } catch (IOException e) {
      throw Refusal.of(e);
    }
  }

  private FileAccess files(Params params) throws Refusal {
    try {
      return sandbox.files(PolicyCodec.read(params.json().path("sandbox"), temporaryFolders));
    } catch (SandboxUnavailableException e) {
      throw Refusal.internal("sandbox unavailable: " + e.getMessage());
    }
  }

  /** A path that the policy lets be looked at. */
  private Path readable(Params params, String name) throws Refusal, IOException {
    return new ReadCheck(files(params)).require(params.path(name));
  }

  private Path writable(Params params, String name) throws Refusal {
    Path path = params.path(name);
    requireWritable(files(params), path);
    return path;
  }

  private static void requireWritable(FileAccess files, Path path) throws Refusal {
    if (!files.isWritable(path)) {
      throw Refusal.internal("Read-only file system (os error 30)");
    }
  }

  private Json.Writer readFile(Params params) throws Refusal, IOException {
    Path path = params.path("path");
    if (Files.isDirectory(path)) {
      throw Refusal.request("path `" + path + "` is not a file");
    }
    if (Files.exists(path) && Files.size(path) > maxFileBytes) {
      throw Refusal.request("file is too large to read: limit is " + maxFileBytes + " bytes");
    }
    byte[] content = files(params).read(path);
    return json -> {
      json.writeStartObject();
      json.writeBinaryField("dataBase64", content);
      json.writeEndObject();
    };
  }

  private Json.Writer writeFile(Params params) throws Refusal, IOException {
    Path path = params.path("path");
    byte[] content;
    try {
      content = params.bytes("dataBase64");
    } catch (Refusal e) {
      throw params.has("dataBase64")
          ? Refusal.request("fs/writeFile requires valid base64 dataBase64")
          : e;
    }
    requireParent(path);
    files(params).apply(List.of(FileEdit.write(path, content)));
    return Reply.EMPTY;
  }

  /** Beyond the protocol: what a client of this project wants done all at once or not at all. */
  private Json.Writer applyEdits(Params params) throws Refusal, IOException {
    List<FileEdit> edits = new ArrayList<>();
    try {
      for (JsonNode edit : params.json().path("edits")) {
        edits.add(FileEditCodec.read(edit));
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.params(String.valueOf(e.getMessage()));
    }
    files(params).apply(edits);
    return Reply.EMPTY;
  }

  private static void requireParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw Files.exists(parent)
          ? new NotDirectoryException(parent.toString())
          : new NoSuchFileException(parent.toString());
    }
  }

  private Json.Writer createDirectory(Params params) throws Refusal, IOException {
    Path path = params.path("path");
    boolean recursive = params.flagOr("recursive", true);
    if (!Files.isDirectory(path)) {
      requireWritable(files(params), path);
      if (recursive) {
        Files.createDirectories(path);
      } else {
        requireParent(path);
        Files.createDirectory(path);
      }
    }
    return Reply.EMPTY;
  }

  private Json.Writer canonicalize(Params params) throws Refusal, IOException {
    Path real = readable(params, "path").toRealPath();
    return json -> {
      json.writeStartObject();
      json.writeStringField("path", PathUri.of(real));
      json.writeEndObject();
    };
  }

  private Json.Writer remove(Params params) throws Refusal, IOException {
    Path path = params.path("path");
    boolean recursive = params.flagOr("recursive", true);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (params.flagOr("force", true)) {
        return Reply.EMPTY;
      }
      throw new NoSuchFileException(path.toString());
    }
    new TreeChange(files(params)).remove(path, recursive);
    return Reply.EMPTY;
  }

  private Json.Writer copy(Params params) throws Refusal, IOException {
    Path source = readable(params, "sourcePath");
    Path target = params.path("destinationPath");
    boolean recursive = params.flag("recursive");
    new TreeChange(files(params)).copy(source, target, recursive);
    return Reply.EMPTY;
  }

  private Json.Writer open(ClientConnection client, Params params) throws Refusal, IOException {
    String id = params.text("handleId");
    Path path = params.path("path");
    String mode = params.textOr("mode", "read");
    switch (mode) {
      case "read" -> client.handles().add(id, () -> openToRead(params, path));
      case "replace" -> client.handles().add(id, () -> openToReplace(params));
      default ->
        throw Refusal.params("unknown variant `" + mode + "`, expected `read` or `replace`");
    }
    return json -> {
      json.writeStartObject();
      json.writeStringField("handleId", id);
      json.writeEndObject();
    };
  }

  private FileHandles.Handle openToRead(Params params, Path path) throws IOException, Refusal {
    readable(params, "path");
    if (!Files.isRegularFile(path)) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      throw Refusal.request("path `" + path + "` is not a file");
    }
    return new FileHandles.Handle(FileChannel.open(path), false, complete -> {});
  }

  private FileHandles.Handle openToReplace(Params params) throws IOException, Refusal {
    Path path = writable(params, "path");
    requireParent(path);
    FileAccess files = files(params);
    Path next = Files.createTempFile("codex-", ".part");
    return new FileHandles.Handle(
        FileChannel.open(next, StandardOpenOption.WRITE), true, complete -> {
          try {
            if (complete) {
              files.apply(List.of(FileEdit.write(path, Files.readAllBytes(next))));
            }
          } finally {
            Files.deleteIfExists(next);
          }
        });
  }

  private static Json.Writer readBlock(ClientConnection client, Params params)
      throws Refusal, IOException {
    FileHandles.Block block = client
        .handles()
        .read(params.text("handleId"), params.needNumber("offset"), params.needNumber("len"));
    return json -> {
      json.writeStartObject();
      json.writeBinaryField("chunk", block.bytes());
      json.writeBooleanField("eof", block.isLast());
      json.writeEndObject();
    };
  }

  private Json.Writer writeBlock(ClientConnection client, Params params)
      throws Refusal, IOException {
    String id = params.text("handleId");
    long offset = params.needNumber("offset");
    byte[] chunk = params.bytes("chunk");
    // the whole file is read into memory in the end, holes included
    if (offset > maxFileBytes - chunk.length) {
      client.handles().discard(id);
      throw Refusal.request("file is too large to write: limit is " + maxFileBytes + " bytes");
    }
    client.handles().write(id, offset, chunk);
    return Reply.EMPTY;
  }
}
