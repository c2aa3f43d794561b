package dev.codex.tools.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One place of a file that a patch changes.
 *
 * @param header a line to look for first; the chunk is below it
 * @param lines in the order of the patch
 * @param position where the chunk has to be
 */
public record Chunk(Optional<String> header, List<Line> lines, Position position) {

  public Chunk {
    lines = List.copyOf(lines);
  }

  /** The lines that have to be there before. */
  List<String> before() {
    List<String> before = new ArrayList<>(lines.size());
    for (Line line : lines) {
      if (line.kind() != Kind.ADD) {
        before.add(line.text());
      }
    }
    return before;
  }

  /**
   * This chunk without the empty line that ends what has to be there before. Models like to close a
   * chunk with one that the file does not have. If the lines after the change end in an empty one
   * too, that goes as well; what was context and is kept on one side only becomes an addition or a
   * removal.
   */
  Chunk withoutTrailingBlank() {
    List<Line> kept = new ArrayList<>(lines);
    int old = lastWithout(kept, Kind.ADD);
    Line dropped = kept.remove(old);
    if (dropped.kind() == Kind.CONTEXT) {
      kept.add(old, new Line(Kind.ADD, ""));
    }
    int added = lastWithout(kept, Kind.REMOVE);
    if (added >= 0 && kept.get(added).text().isEmpty()) {
      Line last = kept.remove(added);
      if (last.kind() == Kind.CONTEXT) {
        kept.add(added, new Line(Kind.REMOVE, ""));
      }
    }
    return new Chunk(header, kept, position);
  }

  private static int lastWithout(List<Line> lines, Kind kind) {
    int index = lines.size() - 1;
    while (index >= 0 && lines.get(index).kind() == kind) {
      index--;
    }
    return index;
  }

  /** One line of a chunk, without its mark and its line end. */
  public record Line(Kind kind, String text) {}

  /** What happens to a line. */
  public enum Kind {
    CONTEXT,
    ADD,
    REMOVE
  }

  /** Where in the file a chunk may be. */
  public enum Position {
    ANYWHERE,
    END_OF_FILE
  }
}
