package dev.codex.tools.patch;

import dev.codex.tools.patch.Chunk.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Applies chunks to the bytes of a file. Context and untouched lines keep theirs; new lines get
 * the line end that the file begins with; a last line without an end gets one.
 */
final class FileRewriter {

  private static final String MARK = "\ufeff";

  private final FileLines file;
  private final List<Chunk> chunks;
  private final String path;
  private final LineMatcher matcher;
  private final List<Splice> splices = new ArrayList<>();
  private final List<Fuzz> fuzz = new ArrayList<>();
  private int cursor;

  /**
   * A rewriter of one file.
   *
   * @param path for messages
   */
  FileRewriter(byte[] bytes, List<Chunk> chunks, String path) {
    this.file = new FileLines(bytes);
    this.chunks = file.markLength == 0 ? chunks : withoutMark(chunks);
    this.path = path;
    this.matcher = new LineMatcher(file, patchLines(this.chunks));
  }

  /**
   * The new content.
   *
   * @throws PatchException naming what was not found
   */
  byte[] rewrite() {
    for (Chunk chunk : chunks) {
      locate(chunk);
    }
    splices.sort(Comparator.comparingInt(Splice::start));
    return join();
  }

  /** The chunks that fitted only nearly, in the order of the patch. */
  List<Fuzz> fuzz() {
    return fuzz;
  }

  long comparisons() {
    return matcher.comparisons();
  }

  private void locate(Chunk chunk) {
    if (chunk.header().isPresent()) {
      String header = chunk.header().get();
      int at = matcher.find(List.of(bytes(header)), cursor, Chunk.Position.ANYWHERE);
      if (at < 0) {
        throw new PatchException("Failed to find context '" + header + "' in " + path);
      }
      cursor = at + 1;
    }
    List<String> before = chunk.before();
    if (before.isEmpty()) {
      splice(chunk, file.count());
      return;
    }
    Chunk found = chunk;
    int at = matcher.find(bytes(before), cursor, chunk.position());
    if (at < 0 && before.get(before.size() - 1).isEmpty()) {
      found = chunk.withoutTrailingBlank();
      at = matcher.find(bytes(found.before()), cursor, chunk.position());
    }
    if (at < 0) {
      throw new PatchException(
          "Failed to find expected lines in " + path + ":\n" + String.join("\n", before));
    }
    if (matcher.used() != Leniency.NONE) {
      fuzz.add(new Fuzz(at + 1, matcher.used()));
    }
    cursor = splice(found, at);
  }

  /** Notes what to replace for a chunk at a line; returns the line after it. */
  private int splice(Chunk chunk, int at) {
    int line = at;
    int start = at;
    List<byte[]> added = new ArrayList<>();
    for (Chunk.Line each : chunk.lines()) {
      if (each.kind() == Kind.ADD) {
        added.add(bytes(each.text()));
      } else if (each.kind() == Kind.REMOVE) {
        line++;
      } else {
        addSplice(start, line, added);
        added = new ArrayList<>();
        line++;
        start = line;
      }
    }
    addSplice(start, line, added);
    return line;
  }

  private void addSplice(int start, int end, List<byte[]> added) {
    if (start < end || !added.isEmpty()) {
      splices.add(new Splice(start, end, added));
    }
  }

  private byte[] join() {
    Pieces pieces = new Pieces();
    byte[] lineEnd = file.lineEnd();
    int line = 0;
    for (Splice splice : splices) {
      keep(pieces, line, splice.start(), lineEnd);
      for (byte[] added : splice.added()) {
        pieces.add(added, 0, added.length);
        pieces.add(lineEnd, 0, lineEnd.length);
      }
      line = splice.end();
    }
    keep(pieces, line, file.count(), lineEnd);
    return pieces.join(file.bytes, file.markLength);
  }

  private void keep(Pieces pieces, int from, int to, byte[] lineEnd) {
    if (from < to) {
      pieces.add(file.bytes, file.start(from), file.start(to));
      if (to == file.count() && file.lastIsOpen()) {
        pieces.add(lineEnd, 0, lineEnd.length);
      }
    }
  }

  private static List<byte[]> patchLines(List<Chunk> chunks) {
    List<byte[]> lines = new ArrayList<>();
    for (Chunk chunk : chunks) {
      chunk.header().ifPresent(header -> lines.add(bytes(header)));
      lines.addAll(bytes(chunk.before()));
    }
    return lines;
  }

  /** A patch may quote the byte order mark; the file keeps its own. */
  private static List<Chunk> withoutMark(List<Chunk> chunks) {
    return chunks.stream()
        .map(chunk -> new Chunk(
            chunk.header().map(FileRewriter::withoutMark),
            chunk.lines().stream()
                .map(line -> new Chunk.Line(line.kind(), withoutMark(line.text())))
                .toList(),
            chunk.position()))
        .toList();
  }

  private static String withoutMark(String line) {
    return line.startsWith(MARK) ? line.substring(1) : line;
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> bytes(List<String> lines) {
    return lines.stream().map(FileRewriter::bytes).toList();
  }

  /** New lines in the place of the lines from start to before end. */
  private record Splice(int start, int end, List<byte[]> added) {}

  /** Ranges of bytes that are copied once, at the end. */
  private static final class Pieces {
    private final List<byte[]> sources = new ArrayList<>();
    private final List<int[]> ranges = new ArrayList<>();
    private int length;

    void add(byte[] source, int start, int end) {
      sources.add(source);
      ranges.add(new int[] {start, end});
      length = Math.addExact(length, end - start);
    }

    byte[] join(byte[] head, int headLength) {
      if (length == 0) {
        return new byte[0];
      }
      byte[] joined = new byte[headLength + length];
      System.arraycopy(head, 0, joined, 0, headLength);
      int at = headLength;
      for (int i = 0; i < sources.size(); i++) {
        int[] range = ranges.get(i);
        System.arraycopy(sources.get(i), range[0], joined, at, range[1] - range[0]);
        at += range[1] - range[0];
      }
      return joined;
    }
  }
}
