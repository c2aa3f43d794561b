package dev.codex.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String diff(String before, String after, int context) {
    return UnifiedDiff.of(bytes(before), bytes(after), context);
  }

  @Test
  void equalContentsHaveNoDiff() {
    assertThat(diff("a\nb\n", "a\nb\n", 3)).isEmpty();
    assertThat(diff("", "", 3)).isEmpty();
  }

  @Test
  void aChangeIsShownWithItsContext() {
    assertThat(diff("a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n", 1))
        .isEqualTo("@@ -2,3 +2,3 @@\n b\n-c\n+C\n d\n");
  }

  @Test
  void changesFarApartAreHunksOfTheirOwn() {
    assertThat(diff("1\n2\n3\n4\n5\n6\n", "x\n2\n3\n4\n5\ny\n", 1))
        .isEqualTo("@@ -1,2 +1,2 @@\n-1\n+x\n 2\n@@ -5,2 +5,2 @@\n 5\n-6\n+y\n");
    assertThat(diff("1\n2\n3\n4\n", "x\n2\n3\ny\n", 1))
        .isEqualTo("@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n-4\n+y\n");
  }

  @Test
  void anEmptySideNamesTheLineBefore() {
    assertThat(diff("", "a\nb\n", 3)).isEqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n");
    assertThat(diff("a\n", "", 3)).isEqualTo("@@ -1 +0,0 @@\n-a\n");
    assertThat(diff("a\nb\n", "a\nx\nb\n", 0)).isEqualTo("@@ -1,0 +2 @@\n+x\n");
  }

  @Test
  void aMissingLineFeedAtTheEndIsSaid() {
    assertThat(diff("a\nb", "a\nb\n", 3)).isEqualTo("""
            @@ -1,2 +1,2 @@
             a
            -b
            \\ No newline at end of file
            +b
            """);
  }

  @Test
  void everyDiffLeadsFromOneTextToTheOther() {
    Random random = new Random(4);
    for (int i = 0; i < 3_000; i++) {
      String before = text(random);
      String after = random.nextBoolean() ? text(random) : damaged(before, random);
      int context = random.nextInt(4);

      assertThat(patched(before, diff(before, after, context)))
          .as("<%s> to <%s>", before, after)
          .isEqualTo(after);
    }
  }

  @Test
  void aDiffIsAsShortAsCanBe() {
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      List<String> before = lines(random);
      List<String> after = lines(random);
      long signs = diff(joined(before), joined(after), 0)
          .lines()
          .filter(line -> line.startsWith("+") || line.startsWith("-"))
          .count();

      assertThat(signs).isEqualTo(before.size() + after.size() - 2L * common(before, after));
    }
  }

  @Test
  void textsWithNothingInCommonTakeNoTimeToSpeakOf() {
    String before =
        IntStream.range(0, 50_000).mapToObj(i -> "a" + i + "\n").collect(Collectors.joining());
    String after =
        IntStream.range(0, 50_000).mapToObj(i -> "b" + i + "\n").collect(Collectors.joining());

    String diff =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> diff(before, after, 3));

    assertThat(diff).startsWith("@@ -1,50000 +1,50000 @@\n-a0\n");
  }

  private static String text(Random random) {
    String text = joined(lines(random));
    return text.isEmpty() || random.nextBoolean() ? text : text.substring(0, text.length() - 1);
  }

  private static List<String> lines(Random random) {
    return random
        .ints(random.nextInt(12), 0, 4)
        .mapToObj(i -> List.of("a", "bb", "c\r", "").get(i))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String damaged(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + "x\n" + text.substring(at);
  }

  /** Applies a diff as a person would: strictly. */
  private static String patched(String before, String diff) {
    List<String> old = split(before);
    StringBuilder after = new StringBuilder();
    int line = 0;
    for (String row : split(diff)) {
      if (row.startsWith("@@")) {
        strip(after);
        String[] range = row.substring(4, row.indexOf(' ', 4)).split(",");
        int start = Integer.parseInt(range[0]);
        boolean empty = range.length == 2 && range[1].equals("0");
        for (; line < (empty ? start : start - 1); line++) {
          after.append(old.get(line));
        }
      } else if (row.startsWith("\\")) {
        if (after.length() > 0 && after.charAt(after.length() - 1) == '\u0001') {
          after.setLength(after.length() - 2);
        }
      } else if (row.startsWith("+")) {
        strip(after);
        after.append(row.substring(1)).append('\u0001');
      } else {
        strip(after);
        if (row.startsWith(" ")) {
          after.append(old.get(line));
        }
        line++;
      }
    }
    strip(after);
    for (; line < old.size(); line++) {
      after.append(old.get(line));
    }
    return after.toString();
  }

  /** An added line is marked until it is clear that it ends in a line feed. */
  private static void strip(StringBuilder text) {
    if (text.length() > 0 && text.charAt(text.length() - 1) == '\u0001') {
      text.setLength(text.length() - 1);
    }
  }

  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end + 1));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static int common(List<String> one, List<String> two) {
    int[][] best = new int[one.size() + 1][two.size() + 1];
    for (int i = 1; i <= one.size(); i++) {
      for (int j = 1; j <= two.size(); j++) {
        best[i][j] = one.get(i - 1).equals(two.get(j - 1))
            ? best[i - 1][j - 1] + 1
            : Math.max(best[i - 1][j], best[i][j - 1]);
      }
    }
    return best[one.size()][two.size()];
  }
}
