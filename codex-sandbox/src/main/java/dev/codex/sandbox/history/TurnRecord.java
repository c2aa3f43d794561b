package dev.codex.sandbox.history;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a turn changed, as a file of lines: path, then kind, mode and content before and after, with
 * blanks between. Paths are percent-encoded byte by byte, so that any name fits on a line.
 */
final class TurnRecord {

  private static final int FIELDS = 7;
  private static final String NOTHING = "~"; // never comes out of the encoder

  private TurnRecord() {}

  static void write(Path file, List<Change> changes) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Change change : changes) {
      lines.append(change.path().toUri().getRawPath()).append(' ');
      append(lines, change.before()).append(' ');
      append(lines, change.after()).append('\n');
    }
    Path incomplete = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(incomplete);
    Files.writeString(Private.file(incomplete), lines);
    Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static StringBuilder append(StringBuilder line, FileState state) {
    String mode = Integer.toOctalString(state.mode());
    return line.append(state.kind())
        .append(' ')
        .append(mode)
        .append(' ')
        .append(state.content().isEmpty() ? NOTHING : encode(state.content()));
  }

  static List<Change> read(Path file) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(" ", -1);
      if (fields.length != FIELDS) {
        throw new IOException("The record of a turn is damaged: " + file);
      }
      changes.add(new Change(
          Path.of(URI.create("file://" + fields[0])), state(fields, 1), state(fields, 4)));
    }
    return changes;
  }

  private static FileState state(String[] fields, int first) {
    String content = fields[first + 2];
    return new FileState(
        FileState.Kind.valueOf(fields[first]),
        Integer.parseInt(fields[first + 1], 8),
        content.equals(NOTHING) ? "" : decode(content));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
