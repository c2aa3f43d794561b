package dev.codex.tools.patch;

import dev.codex.tools.patch.Chunk.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The rules of an update, written down as plainly as possible over strings of ASCII text. */
final class NaiveRewriter {

  private static final List<UnaryOperator<String>> PASSES =
      List.of(line -> line, String::stripTrailing, String::strip, String::strip);

  private NaiveRewriter() {}

  /** The lines afterwards; throws where lines are not found. */
  static List<String> rewrite(List<String> file, List<Chunk> chunks) {
    List<List<String>> before = new ArrayList<>(); // what is to stand before each line
    for (int i = 0; i <= file.size(); i++) {
      before.add(new ArrayList<>());
    }
    boolean[] removed = new boolean[file.size()];
    int cursor = 0;
    for (Chunk chunk : chunks) {
      if (chunk.header().isPresent()) {
        cursor = seek(file, List.of(chunk.header().get()), cursor, false) + 1;
      }
      cursor = apply(file, chunk, cursor, before, removed);
    }
    List<String> result = new ArrayList<>();
    for (int i = 0; i < file.size(); i++) {
      result.addAll(before.get(i));
      if (!removed[i]) {
        result.add(file.get(i));
      }
    }
    result.addAll(before.get(file.size()));
    return result;
  }

  private static int apply(
      List<String> file, Chunk chunk, int cursor, List<List<String>> before, boolean[] removed) {
    if (chunk.before().isEmpty()) {
      chunk.lines().forEach(line -> before.get(file.size()).add(line.text()));
      return cursor;
    }
    int at = seek(file, chunk.before(), cursor, chunk.position() == Chunk.Position.END_OF_FILE);
    int group = at;
    for (Chunk.Line line : chunk.lines()) {
      if (line.kind() == Kind.ADD) {
        before.get(group).add(line.text());
      } else {
        if (line.kind() == Kind.REMOVE) {
          removed[at] = true;
        } else {
          group = at + 1;
        }
        at++;
      }
    }
    return at;
  }

  private static int seek(List<String> file, List<String> lines, int from, boolean atEnd) {
    for (UnaryOperator<String> pass : PASSES) {
      for (int i = from; i + lines.size() <= file.size(); i++) {
        boolean fits = !atEnd || i + lines.size() == file.size();
        for (int k = 0; fits && k < lines.size(); k++) {
          fits = pass.apply(file.get(i + k)).equals(pass.apply(lines.get(k)));
        }
        if (fits) {
          return i;
        }
      }
    }
    throw new PatchException("not found");
  }
}
