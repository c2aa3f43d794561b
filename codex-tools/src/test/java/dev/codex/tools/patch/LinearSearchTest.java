package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Counts comparisons of lines on files that make a simple search quadratic. */
class LinearSearchTest {

  private static final int LINES = 100_000;

  @Test
  void equalLinesAreLookedAtTwiceAtMost() {
    String file = "same\n".repeat(LINES) + "last\n";
    FileRewriter rewriter = rewriter(file, "@@\n" + " same\n".repeat(5000) + "-last\n+new");

    byte[] rewritten = rewriter.rewrite();

    assertThat(new String(rewritten, StandardCharsets.UTF_8))
        .isEqualTo("same\n".repeat(LINES) + "new\n");
    assertThat(rewriter.comparisons()).isLessThan(4L * LINES);
  }

  @Test
  void aHundredChunksShareOneWalk() {
    FileRewriter rewriter =
        rewriter("same\n".repeat(LINES), "@@\n same\n-same\n+new\n".repeat(100));

    rewriter.rewrite();

    assertThat(rewriter.comparisons()).isLessThan(2L * LINES);
  }

  @Test
  void lenientMatchesCostOneWalkPerLeniency() {
    String chunk = "@@\n" + " same  \n".repeat(50) + "-same\n+new\n";
    FileRewriter rewriter = rewriter("same\n".repeat(LINES), chunk.repeat(100));

    rewriter.rewrite();

    assertThat(rewriter.comparisons()).isLessThan(4L * LINES);
  }

  @Test
  void whatIsNowhereIsNotSearched() {
    FileRewriter rewriter =
        rewriter("same\n".repeat(LINES), "@@\n" + " same\n".repeat(999) + "-other\n+x");

    assertThatThrownBy(rewriter::rewrite).isInstanceOf(PatchException.class);

    assertThat(rewriter.comparisons()).isLessThan(5L * LINES);
  }

  @Test
  void aRunThatIsTooLongIsGivenUpAfterOneWalkPerLeniency() {
    String file = "same\n".repeat(LINES / 2) + "other\n" + "same\n".repeat(LINES / 2);
    FileRewriter rewriter = rewriter(file, "@@\n" + " same\n".repeat(LINES / 2 + 1) + "-other\n+x");

    assertThatThrownBy(rewriter::rewrite).isInstanceOf(PatchException.class);

    assertThat(rewriter.comparisons()).isLessThan(16L * LINES);
  }

  private static FileRewriter rewriter(String file, String update) {
    return new FileRewriter(
        file.getBytes(StandardCharsets.UTF_8), FileRewriterTest.chunks(update.strip()), "f");
  }
}
