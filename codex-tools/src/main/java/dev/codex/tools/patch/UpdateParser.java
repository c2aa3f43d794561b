package dev.codex.tools.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the chunks of one update from its lines. */
final class UpdateParser {

  private static final String MOVE = "*** Move to: ";
  private static final String END_OF_FILE = "*** End of File";

  private final String path;
  private final int line;
  private final List<Chunk> chunks = new ArrayList<>();
  private Optional<String> moveTo = Optional.empty();

  /** Lines of the open chunk; null between chunks. */
  private @Nullable List<Chunk.Line> open;

  private Optional<String> header = Optional.empty();
  private boolean begun;

  UpdateParser(String path, int line) {
    this.path = path;
    this.line = line;
  }

  void read(String text, int number) {
    String stripped = Whitespace.trimEnd(text);
    if (!begun && moveTo.isEmpty() && isMove(stripped)) {
      moveTo = Optional.of(stripped.substring(MOVE.length()));
    } else if (stripped.equals("@@") || stripped.startsWith("@@ ")) {
      openChunk(text, stripped, number);
    } else if (stripped.equals(END_OF_FILE) && !(begun && open == null)) {
      closeAtEndOfFile(number);
    } else if (begun && open == null) {
      if (!stripped.isEmpty()) {
        throw noMarker(text, number);
      }
    } else {
      readLine(text, number);
    }
  }

  /** The update, when the line with this number, the end or a header, is no part of it. */
  Hunk.Update finish(String text, int number) {
    if (!begun) {
      throw PatchSyntaxException.at(line, "Update file hunk for path '" + path + "' is empty");
    }
    if (open != null) {
      if (open.isEmpty() && !Whitespace.trim(text).equals(PatchParser.END)) {
        throw unexpected(text, number);
      }
      close(Chunk.Position.ANYWHERE, number);
    }
    return new Hunk.Update(path, moveTo, chunks);
  }

  private static boolean isMove(String stripped) {
    return stripped.startsWith(MOVE);
  }

  private void openChunk(String text, String stripped, int number) {
    if (open != null) {
      if (open.isEmpty()) {
        throw unexpected(text, number);
      }
      close(Chunk.Position.ANYWHERE, number);
    }
    begun = true;
    open = new ArrayList<>();
    header = stripped.length() > 3 ? Optional.of(stripped.substring(3)) : Optional.empty();
  }

  private void closeAtEndOfFile(int number) {
    if (begun) {
      close(Chunk.Position.END_OF_FILE, number);
    }
  }

  private void close(Chunk.Position position, int number) {
    List<Chunk.Line> lines = open == null ? List.of() : open;
    if (lines.isEmpty()) {
      throw PatchSyntaxException.at(number, "Update hunk does not contain any lines");
    }
    chunks.add(new Chunk(header, lines, position));
    open = null;
    header = Optional.empty();
  }

  private void readLine(String text, int number) {
    Chunk.Kind kind = kind(text);
    if (kind == null) {
      throw open == null || open.isEmpty() ? unexpected(text, number) : noMarker(text, number);
    }
    if (open == null) {
      open = new ArrayList<>();
      begun = true;
    }
    open.add(new Chunk.Line(kind, text.isEmpty() ? "" : text.substring(1)));
  }

  private static Chunk.@Nullable Kind kind(String text) {
    // an editor or a model that strips trailing blanks turns an empty context line into nothing
    char mark = text.isEmpty() ? ' ' : text.charAt(0);
    return switch (mark) {
      case ' ' -> Chunk.Kind.CONTEXT;
      case '+' -> Chunk.Kind.ADD;
      case '-' -> Chunk.Kind.REMOVE;
      default -> null;
    };
  }

  private static PatchSyntaxException unexpected(String text, int number) {
    return PatchSyntaxException.at(
        number,
        "Unexpected line found in update hunk: '"
            + text
            + "'. Every line should start with ' ' (context line), '+' (added line), or '-'"
            + " (removed line)");
  }

  private static PatchSyntaxException noMarker(String text, int number) {
    return PatchSyntaxException.at(
        number, "Expected update hunk to start with a @@ context marker, got: '" + text + "'");
  }
}
