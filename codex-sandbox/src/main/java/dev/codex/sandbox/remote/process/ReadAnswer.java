package dev.codex.sandbox.remote.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.sandbox.protocol.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The answer to {@code process/read}.
 *
 * @param nextSequence the number that the next event will get
 * @param exitCode empty if the process runs
 */
public record ReadAnswer(
    List<Chunk> chunks, long nextSequence, OptionalInt exitCode, boolean isClosed, String failure) {

  /** A piece of output. */
  public record Chunk(long sequence, byte[] bytes) {}

  public static ReadAnswer of(JsonSlice json) throws IOException {
    JsonNode tree = Trees.read(json);
    List<Chunk> chunks = new ArrayList<>();
    for (JsonNode chunk : tree.path("chunks")) {
      chunks.add(new Chunk(chunk.path("seq").asLong(), chunk.path("chunk").binaryValue()));
    }
    return new ReadAnswer(
        chunks,
        tree.path("nextSeq").asLong(),
        tree.path("exited").asBoolean()
            ? OptionalInt.of(tree.path("exitCode").asInt(-1))
            : OptionalInt.empty(),
        tree.path("closed").asBoolean(),
        tree.path("failure").asText("null").equals("null")
            ? ""
            : tree.path("failure").asText());
  }
}
