package dev.codex.tools.shell.output;

import dev.codex.error.ToolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads parts of one chunk of kept output. Positions count from the chunk's beginning. */
public final class OutputRange {

  /** How many lines are read where the model does not say. */
  public static final int LINES = 200;

  /** What the model is sent at most, in bytes. */
  public static final int MAX_BYTES = 40_000;

  private static final int BUFFER = 64 << 10;

  private final KeptOutputs.Chunk chunk;

  public OutputRange(KeptOutputs.Chunk chunk) {
    this.chunk = chunk;
  }

  /** Bytes from that offset on, which is 0 for the first. */
  public String bytes(long offset, long length) {
    long size = chunk.to() - chunk.from();
    if (offset < 0 || length < 1 || offset >= size) {
      throw failed("offset must be 0 to " + (size - 1) + " and length at least 1, not " + offset
          + " and " + length);
    }
    long wanted = offset + Math.min(length, size - offset);
    long end = Math.min(wanted, offset + MAX_BYTES);
    byte[] part = readAll(offset, end);
    return "Bytes " + offset + " to " + (end - 1) + " of " + size
        + (end < wanted ? "; go on with offset=" + end : "")
        + "\n" + new String(part, StandardCharsets.UTF_8);
  }

  private byte[] readAll(long from, long to) {
    ByteBuffer part = ByteBuffer.allocate((int) (to - from));
    while (part.hasRemaining()) {
      if (read(part, from + part.position()) < 0) {
        throw lost();
      }
    }
    return part.array();
  }

  /** Lines from that one on, which is 1 for the first. */
  public String lines(long first, long count) {
    if (first < 1 || count < 1 || first > chunk.lines()) {
      throw failed("line must be 1 to " + chunk.lines() + " and lines at least 1, not " + first
          + " and " + count);
    }
    long last = first - 1 + Math.min(count, chunk.lines() - first + 1);
    return new Scan(first, last).text();
  }

  private int read(ByteBuffer target, long position) {
    try {
      return chunk.output().read(target, chunk.from() + position);
    } catch (IOException e) {
      throw new ToolException("read_output failed: " + e.getMessage(), e);
    }
  }

  private ToolException lost() {
    return failed("this part is not kept: " + chunk.output().lost());
  }

  private static ToolException failed(String why) {
    return new ToolException("read_output failed: " + why);
  }

  /** One walk over the chunk from its beginning to the last line that is wanted. */
  private final class Scan {
    private final long first;
    private final long last;
    private final ByteArrayOutputStream found = new ByteArrayOutputStream();
    private long line = 1;
    private long position;

    Scan(long first, long last) {
      this.first = first;
      this.last = last;
    }

    String text() {
      long size = chunk.to() - chunk.from();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (line <= last && position < size && found.size() < MAX_BYTES) {
        buffer.clear().limit((int) Math.min(BUFFER, size - position));
        if (read(buffer, position) < 0) {
          if (found.size() == 0) {
            throw lost();
          }
          break;
        }
        take(buffer.flip());
      }
      return header() + "\n" + found.toString(StandardCharsets.UTF_8);
    }

    private void take(ByteBuffer buffer) {
      while (buffer.hasRemaining() && line <= last && found.size() < MAX_BYTES) {
        byte next = buffer.get();
        position++;
        if (line >= first) {
          found.write(next);
        }
        if (next == '\n') {
          line++;
        }
      }
    }

    private String header() {
      boolean whole = line > last || position == chunk.to() - chunk.from();
      return "Lines " + first + " to " + Math.min(line, last) + " of " + chunk.lines()
          + (whole ? "" : "; cut there, go on with offset=" + position);
    }
  }
}
