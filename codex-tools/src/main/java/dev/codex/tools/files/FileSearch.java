package dev.codex.tools.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds files of this machine by the letters that a person types, in their order but with gaps:
 * {@code tst} finds {@code src/TurnSteps.java}. For hosts; no sandbox policy applies.
 *
 * <pre>{@code
 * FileSearch search = FileSearch.in(Path.of("."));
 * search.find("readme", 10).forEach(match -> System.out.println(match.path()));
 * }</pre>
 *
 * <p>The folder is walked once, at the first search, by as many threads as there are processors;
 * later searches only compare. What git ignores is left out, and links are not followed. Letters in
 * lower case also find those in upper case. Safe for use by several threads.
 */
public final class FileSearch {

  private final Path root;
  private volatile @Nullable FileIndex index;

  private FileSearch(Path root) {
    this.root = root;
  }

  /** A search below this folder; nothing is read yet. */
  public static FileSearch in(Path root) {
    return new FileSearch(root.toAbsolutePath().normalize());
  }

  /**
   * The best matches, best first; of equal ones the shorter path. No letters find nothing.
   *
   * @param limit how many at most
   * @throws IOException if the folder cannot be read
   */
  public List<Match> find(String letters, int limit) throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be at least 1");
    }
    FileIndex current = index();
    FuzzyPattern pattern = new FuzzyPattern(Objects.requireNonNull(letters, "letters"));
    Comparator<Ranked> worstFirst = Comparator.comparingInt(Ranked::score)
        .thenComparing(ranked -> -current.path(ranked.at()).length())
        .thenComparing(ranked -> current.path(ranked.at()), Comparator.reverseOrder());
    PriorityQueue<Ranked> best = new PriorityQueue<>(worstFirst);
    int floor = 0;
    for (int i = 0; i < current.size(); i++) {
      int score = current.mayContain(i, pattern.letters()) ? pattern.score(current.path(i)) : 0;
      if (score > floor) {
        best.add(new Ranked(i, score));
        if (best.size() > limit) {
          best.remove();
          floor = best.element().score() - 1; // an equal one may still be shorter
        }
      }
    }
    List<Match> matches = new ArrayList<>();
    best.stream()
        .sorted(worstFirst.reversed())
        .forEach(ranked -> matches.add(match(current.path(ranked.at()), ranked.score(), pattern)));
    return List.copyOf(matches);
  }

  private record Ranked(int at, int score) {}

  private static Match match(String path, int score, FuzzyPattern pattern) {
    return new Match(path, score, pattern.positions(path));
  }

  private FileIndex index() throws IOException {
    FileIndex current = index;
    if (current == null) {
      current = FileIndex.of(root);
      index = current;
    }
    return current;
  }

  /** Makes the next search walk the folder anew. */
  public void refresh() {
    index = null;
  }

  /**
   * A file that was found.
   *
   * @param path from the folder of the search on, with slashes
   * @param score greater is better; comparable within one search only
   * @param positions which characters of the path were matched, ascending
   */
  public record Match(String path, int score, List<Integer> positions) {
    public Match {
      positions = List.copyOf(positions);
    }
  }
}
