package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.RpcException;
import dev.codex.sandbox.protocol.Trees;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The standard input of a remote command. Each write has an id, by which the executor notices a
 * write that it has seen before; so a write whose answer was lost is sent again and still applied
 * once.
 */
final class RemoteInput extends OutputStream {

  private static final int MAX_CHUNK = 256 << 10;
  private static final byte END_KEY = 4;
  private static final int MAX_TRIES = 500;
  private static final long BREATH = 10_000_000;

  private final ExecClient client;
  private final String processId;
  private final AtomicLong writes = new AtomicLong();
  private final OutputStream buffered = new BufferedOutputStream(this, 8 << 10);
  private volatile boolean open;
  private volatile boolean canEnd;

  RemoteInput(ExecClient client, String processId) {
    this.client = client;
    this.processId = processId;
  }

  void open(RemoteCommand.Abilities abilities) {
    canEnd = abilities.canEndInput();
    open = canEnd || abilities.hasTerminal();
  }

  /** What the command's owner writes to. */
  OutputStream stream() {
    return buffered;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int done = 0; done < length; done += MAX_CHUNK) {
      send(bytes, offset + done, Math.min(MAX_CHUNK, length - done));
    }
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    if (!open) {
      throw new IOException("The standard input of the command is closed.");
    }
    String writeId = Long.toString(writes.incrementAndGet());
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      String status = write(writeId, bytes, offset, length);
      if (status.equals("accepted")) {
        return;
      }
      if (!status.equals("starting")) {
        open = false;
        throw new IOException("The command no longer reads its standard input (" + status + ").");
      }
      LockSupport.parkNanos(BREATH);
    }
    throw new IOException("The command was still starting after five seconds.");
  }

  private String write(String writeId, byte[] bytes, int offset, int length) throws IOException {
    JsonNode answer = Trees.read(client.ask(
        "process/write",
        json -> {
          json.writeStartObject();
          json.writeStringField("processId", processId);
          json.writeFieldName("chunk");
          json.writeBinary(bytes, offset, length);
          json.writeStringField("writeId", writeId);
          json.writeEndObject();
        },
        ExecClient.Repeat.SAFE));
    return answer.path("status").asText();
  }

  @Override
  public void close() throws IOException {
    if (!open) {
      return;
    }
    if (!canEnd) {
      write(new byte[] {END_KEY}, 0, 1); // all that there is on a terminal
      open = false;
      return;
    }
    open = false;
    try {
      client.ask(
          "process/closeStdin",
          json -> {
            json.writeStartObject();
            json.writeStringField("processId", processId);
            json.writeEndObject();
          },
          ExecClient.Repeat.SAFE);
    } catch (RpcException e) {
      // the command is gone, and its input with it
    }
  }
}
