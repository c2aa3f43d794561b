package dev.codex.sandbox.server.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest output of a process, for clients that come back. Guarded by the process's lock. */
public final class Retained {

  private static final int MAX_CHUNKS = 50_000;

  private final int maxBytes;
  private final Deque<Chunk> chunks = new ArrayDeque<>(1);
  private long bytes;

  public Retained(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A piece of output. */
  public record Chunk(long sequence, byte[] bytes) {}

  public void add(Chunk chunk) {
    chunks.add(chunk);
    bytes += chunk.bytes().length;
    while (bytes > maxBytes && chunks.size() > 1 || chunks.size() > MAX_CHUNKS) {
      bytes -= chunks.remove().bytes().length;
    }
  }

  /** What is kept and came after; at least one chunk, and then as many as the limit allows. */
  public List<Chunk> after(long sequence, long limit) {
    List<Chunk> found = new ArrayList<>();
    long size = 0;
    for (Chunk chunk : chunks) {
      if (chunk.sequence() <= sequence) {
        continue;
      }
      size += chunk.bytes().length;
      if (!found.isEmpty() && size > limit) {
        break;
      }
      found.add(chunk);
    }
    return found;
  }
}
