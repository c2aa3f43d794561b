package dev.codex.tools.patch;

import java.nio.file.Path;
import java.util.List;

/**
 * Keeps a patch from mixing encodings. A patch is UTF-8; a file in anything that contains ASCII can
 * be changed as long as the patch stays within ASCII.
 */
final class Encoding {

  private Encoding() {}

  /** Refuses UTF-16 and UTF-32, where even ASCII text has other bytes. */
  static void requireText(byte[] content, Path path) {
    if (content.length >= 2) {
      int mark = (content[0] & 0xff) << 8 | (content[1] & 0xff);
      if (mark == 0xfffe || mark == 0xfeff) {
        requireUtf8(content, path);
      }
    }
  }

  /** Refuses to add UTF-8 to a file in another encoding. */
  static void requireOne(byte[] content, List<Chunk> chunks, Path path) {
    boolean ascii = chunks.stream()
        .flatMap(chunk -> chunk.lines().stream())
        .filter(line -> line.kind() == Chunk.Kind.ADD)
        .allMatch(line -> Utf8.isAscii(line.text()));
    if (!ascii) {
      requireUtf8(content, path);
    }
  }

  static void requireUtf8(byte[] content, Path path) {
    String problem = Utf8.problem(content);
    if (!problem.isEmpty()) {
      throw new PatchException("Failed to read file to update " + path + ": " + problem);
    }
  }
}
