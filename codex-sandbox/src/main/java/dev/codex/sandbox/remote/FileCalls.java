package dev.codex.sandbox.remote;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.exec.FileEdit;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.internal.rpc.RpcException;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.protocol.ErrorCode;
import dev.codex.sandbox.protocol.FileEditCodec;
import dev.codex.sandbox.protocol.PathUri;
import dev.codex.sandbox.protocol.PolicyCodec;
import dev.codex.sandbox.protocol.Trees;
import dev.codex.sandbox.remote.ExecClient.Repeat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The file methods of an executor, one by one. What only looks is asked again after a lost
 * connection; what changes something is not.
 */
final class FileCalls {

  /** A whole file in one message is fine up to here; servers drop connections over 16 MiB. */
  private static final int WHOLE = 4 << 20;

  private static final int BLOCK = 1 << 20;

  private final ExecClient client;
  private final SandboxPolicy policy;

  FileCalls(ExecClient client, SandboxPolicy policy) {
    this.client = client;
    this.policy = policy;
  }

  /** What stands in a request besides the path. */
  private interface More {
    void write(JsonGenerator json) throws IOException;
  }

  JsonNode metadata(Path path) throws IOException {
    return Trees.read(look("fs/getMetadata", path));
  }

  JsonNode entries(Path directory) throws IOException {
    return Trees.read(look("fs/readDirectory", directory)).path("entries");
  }

  byte[] read(Path path) throws IOException {
    JsonNode metadata = metadata(path);
    if (metadata.path("isDirectory").asBoolean()) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (metadata.path("size").asLong() <= WHOLE) {
      byte[] bytes = Trees.read(look("fs/readFile", path)).path("dataBase64").binaryValue();
      return bytes == null ? new byte[0] : bytes;
    }
    return readBlocks(path);
  }

  /** Codex 0.169 takes ids of at most 32 bytes. */
  private static String newHandle() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private byte[] readBlocks(Path path) throws IOException {
    String handle = newHandle();
    call("fs/open", path, readsNeedPolicy(), Repeat.NEVER, json -> {
      json.writeStringField("handleId", handle);
      json.writeStringField("mode", "read");
    });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(WHOLE);
    try {
      while (true) {
        JsonNode block = Trees.read(handle("fs/readBlock", handle, path, json -> {
          json.writeNumberField("offset", bytes.size());
          json.writeNumberField("len", BLOCK);
        }));
        bytes.writeBytes(block.path("chunk").binaryValue());
        if (block.path("eof").asBoolean()) {
          return bytes.toByteArray();
        }
      }
    } finally {
      handle("fs/close", handle, path, json -> {});
    }
  }

  /**
   * Writes a whole file, over the one that is there. Closing is what puts it there, so that a write
   * that fails before its end is never closed: an executor of ours is told to drop its handle,
   * others do so with the connection.
   */
  void write(Path path, byte[] content) throws IOException {
    if (content.length <= WHOLE) {
      change("fs/writeFile", path, json -> json.writeBinaryField("dataBase64", content));
      return;
    }
    String handle = newHandle();
    change("fs/open", path, json -> {
      json.writeStringField("handleId", handle);
      json.writeStringField("mode", "replace");
    });
    boolean isWhole = false;
    try {
      writeBlocks(handle, path, content);
      isWhole = true;
    } finally {
      if (!isWhole) {
        discard(handle);
      }
    }
  }

  private void writeBlocks(String handle, Path path, byte[] content) throws IOException {
    for (int at = 0; at < content.length; at += BLOCK) {
      byte[] block = Arrays.copyOfRange(content, at, Math.min(at + BLOCK, content.length));
      int offset = at;
      JsonSlice unused = handle("fs/writeBlock", handle, path, json -> {
        json.writeNumberField("offset", offset);
        json.writeBinaryField("chunk", block);
      });
    }
    JsonSlice unused = handle("fs/close", handle, path, json -> {});
  }

  /** Does not wait, since whoever was writing may have been interrupted. */
  private void discard(String handle) {
    Attachment attachment = client.attachmentNow();
    if (attachment != null && attachment.can("fsDiscard")) {
      var unused = attachment.connection().request("fs/discard", json -> {
        json.writeStartObject();
        json.writeStringField("handleId", handle);
        json.writeEndObject();
      });
    }
  }

  /**
   * Makes all edits at once, or none.
   *
   * @return false if the executor cannot, or they are too much for one message
   */
  boolean apply(List<FileEdit> edits) throws IOException {
    long size = 0;
    for (FileEdit edit : edits) {
      size += edit instanceof FileEdit.Write write ? write.content().length : 0;
    }
    if (size > WHOLE || !client.ready().can("fsApplyEdits")) {
      return false;
    }
    Path path = edits.get(0).path();
    try {
      JsonSlice unused = client.ask(
          "fs/applyEdits",
          json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("edits");
            for (FileEdit edit : edits) {
              FileEditCodec.write(edit, json);
            }
            json.writeEndArray();
            json.writeFieldName("sandbox");
            PolicyCodec.write(policy, directory(path), json);
            json.writeEndObject();
          },
          Repeat.NEVER);
      return true;
    } catch (RpcException e) {
      throw explain(e, path);
    }
  }

  void createDirectory(Path path) throws IOException {
    change("fs/createDirectory", path, json -> json.writeBooleanField("recursive", false));
  }

  /** Removes a file, a link or an empty directory. */
  void remove(Path path) throws IOException {
    change("fs/remove", path, json -> {
      json.writeBooleanField("recursive", false);
      json.writeBooleanField("force", false);
    });
  }

  private JsonSlice look(String method, Path path) throws IOException {
    return call(method, path, readsNeedPolicy(), Repeat.SAFE, json -> {});
  }

  private boolean readsNeedPolicy() {
    return policy instanceof SandboxPolicy.Profile profile
        && profile.rules().stream().anyMatch(rule -> rule.access() == PathRule.Access.DENY);
  }

  private void change(String method, Path path, More more) throws IOException {
    JsonSlice unused = call(method, path, true, Repeat.NEVER, more);
  }

  private JsonSlice call(String method, Path path, boolean confined, Repeat repeat, More more)
      throws IOException {
    try {
      return client.ask(
          method,
          json -> {
            json.writeStartObject();
            json.writeStringField("path", PathUri.of(path));
            more.write(json);
            json.writeFieldName("sandbox");
            if (confined) {
              PolicyCodec.write(policy, directory(path), json);
            } else {
              json.writeNull();
            }
            json.writeEndObject();
          },
          repeat);
    } catch (RpcException e) {
      throw explain(e, path);
    }
  }

  private Path directory(Path path) {
    if (policy instanceof SandboxPolicy.WorkspaceWrite write && !write.roots().isEmpty()) {
      return write.roots().get(0);
    }
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** Handles belong to a connection, so a lost one is the end of them. */
  private JsonSlice handle(String method, String handle, Path path, More more) throws IOException {
    try {
      return client.ask(
          method,
          json -> {
            json.writeStartObject();
            json.writeStringField("handleId", handle);
            more.write(json);
            json.writeEndObject();
          },
          Repeat.NEVER);
    } catch (RpcException e) {
      throw explain(e, path);
    }
  }

  private static IOException explain(RpcException e, Path path) {
    String said = e.said();
    FileSystemException failure;
    if (e.code() == ErrorCode.NOT_FOUND) {
      failure = new NoSuchFileException(path.toString());
    } else if (said.contains("os error 20")) {
      failure = new NotDirectoryException(path.toString());
    } else if (said.contains("os error 17")) {
      failure = new FileAlreadyExistsException(path.toString());
    } else if (said.contains("os error 30")
        || said.contains("os error 13")
        || said.contains("os error 1)")) {
      failure = new AccessDeniedException(path.toString(), null, said);
    } else {
      failure = new FileSystemException(path.toString(), null, said);
    }
    failure.initCause(e);
    return failure;
  }
}
