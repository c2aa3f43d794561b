package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codex.tools.patch.Chunk.Kind;
import dev.codex.tools.patch.Chunk.Line;
import dev.codex.tools.patch.Chunk.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTest {

  private static final String HEADERS =
      " is not a valid hunk header. Valid hunk headers: '*** Add File: {path}',"
          + " '*** Delete File: {path}', '*** Update File: {path}'";
  private static final String PREFIXES =
      "'. Every line should start with ' ' (context line), '+' (added line), or '-' (removed line)";
  private static final String FIRST = "The first line of the patch must be '*** Begin Patch'";
  private static final String LAST = "The last line of the patch must be '*** End Patch'";

  @Test
  void everyKindOfHunkIsRead() {
    Patch patch = Patch.parse("""
            *** Begin Patch
            *** Environment ID: box
            *** Add File: new file.txt
            +one
            +
            ++two
            *** Delete File: old.txt
            *** Update File: a.txt
            *** Move to: b/c.txt
             top

            -gone
            +come
            @@ class X
            +last
            *** End of File

            *** End Patch
            """);

    assertThat(patch)
        .isEqualTo(new Patch(
            "box",
            List.of(
                new Hunk.Add("new file.txt", List.of("one", "", "+two")),
                new Hunk.Delete("old.txt"),
                new Hunk.Update(
                    "a.txt",
                    Optional.of("b/c.txt"),
                    List.of(
                        new Chunk(
                            Optional.empty(),
                            List.of(
                                new Line(Kind.CONTEXT, "top"),
                                new Line(Kind.CONTEXT, ""),
                                new Line(Kind.REMOVE, "gone"),
                                new Line(Kind.ADD, "come")),
                            Position.ANYWHERE),
                        new Chunk(
                            Optional.of("class X"),
                            List.of(new Line(Kind.ADD, "last")),
                            Position.END_OF_FILE))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*** Begin Patch\n*** Delete File: f\n*** End Patch",
        "\n \u2003*** Begin Patch \n\t*** Delete File: f  \n *** End Patch\u00a0\n\n",
        "*** Begin Patch\r\n*** Delete File: f\r\n*** End Patch\r\n",
        "<<EOF\n*** Begin Patch\n*** Delete File: f\n*** End Patch\nEOF",
        "<<'EOF'\r\n*** Begin Patch\r\n*** Delete File: f\r\n*** End Patch\r\nEOF\n",
        "<<\"EOF\"\n*** Begin Patch\n*** Delete File: f\n*** End Patch\n  xEOF\n",
        "*** Begin Patch\n*** Delete File: f\n*** End Patch\n\n*** End Patch"
      })
  void whatModelsPutAroundAPatchIsForgiven(String text) {
    assertThat(Patch.parse(text)).isEqualTo(new Patch("", List.of(new Hunk.Delete("f"))));
  }

  @Test
  void aPatchWithoutHunksIsOne() {
    assertThat(Patch.parse("*** Begin Patch\n*** End Patch").hunks()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsNoPatchIsRefusedWithItsLine(String text, int line, String problem) {
    PatchSyntaxException thrown =
        catchThrowableOfType(PatchSyntaxException.class, () -> Patch.parse(text));

    assertThat(thrown.line()).isEqualTo(line);
    assertThat(thrown.problem()).isEqualTo(problem);
    String place = line == 0 ? "invalid patch: " : "invalid hunk at line " + line + ", ";
    assertThat(thrown).hasMessage(place + problem);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("", 0, LAST),
        Arguments.of("hello", 0, FIRST),
        Arguments.of("```\n*** Begin Patch\n*** End Patch\n```", 0, FIRST),
        Arguments.of("\ufeff*** Begin Patch\n*** End Patch", 0, FIRST),
        Arguments.of("*** Begin Patch now\n*** End Patch", 0, FIRST),
        Arguments.of("*** Begin Patch", 0, LAST),
        Arguments.of("*** Begin Patch\nnonsense", 0, LAST),
        Arguments.of("<<EOF\n*** Begin Patch\nEOF", 0, FIRST),
        Arguments.of(
            "<<PATCH\n*** Begin Patch\n*** Delete File: f\n*** End Patch\nPATCH", 0, FIRST),
        Arguments.of("<<EOF\n*** Begin Patch\n*** Delete File: f\nEOF", 0, LAST),
        body("*** Delete File: f\n*** End Patch\n*** Delete File: g", 0, LAST),
        body("*** Environment ID: ", 0, "apply_patch environment_id cannot be empty"),
        body(
            "*** Environment ID: a\n*** Environment ID: b",
            0,
            "apply_patch environment_id cannot be specified more than once"),
        body("*** Delete File: f\n*** Environment ID: a", 3, "'*** Environment ID: a'" + HEADERS),
        body("", 2, "''" + HEADERS),
        body("*** Rename File: f", 2, "'*** Rename File: f'" + HEADERS),
        body("*** Add File: ", 2, "'*** Add File:'" + HEADERS),
        body("*** Add File: f\n+a\n\n+b", 4, "''" + HEADERS),
        body("*** Add File: f\n +a", 3, "'+a'" + HEADERS),
        body("*** Delete File: f\n-a", 3, "'-a'" + HEADERS),
        body("*** Update File: f", 2, "Update file hunk for path 'f' is empty"),
        body("*** Update File: f\n*** Move to: g", 2, "Update file hunk for path 'f' is empty"),
        body("*** Update File: f\n*** End of File", 2, "Update file hunk for path 'f' is empty"),
        body("*** Update File: f\n@@", 4, "Update hunk does not contain any lines"),
        body("*** Update File: f\n-a\n@@ b", 5, "Update hunk does not contain any lines"),
        body(
            "*** Update File: f\n@@\n*** End of File", 4, "Update hunk does not contain any lines"),
        body("*** Update File: f\n@@\nword", 4, unexpected("word")),
        body("*** Update File: f\n@@\n*** Delete File: g", 4, unexpected("*** Delete File: g")),
        body("*** Update File: f\n-a\n@@ b\n*** Add File: g\n+x", 5, unexpected("*** Add File: g")),
        body("*** Update File: f\n@@ a\n@@ b\n-c", 4, unexpected("@@ b")),
        body("*** Update File: f\n@@a\n-c", 3, unexpected("@@a")),
        body("*** Update File: f\n*** Move to: \n-c", 3, unexpected("*** Move to: ")),
        body("*** Update File: f\n-c\nword", 4, noMarker("word")),
        body("*** Update File: f\n-c\n*** Move to: g", 4, noMarker("*** Move to: g")),
        body("*** Update File: f\n-c\n*** End of File\n x", 5, noMarker(" x")));
  }

  private static Arguments body(String body, int line, String problem) {
    return Arguments.of("*** Begin Patch\n" + body + "\n*** End Patch", line, problem);
  }

  private static String unexpected(String line) {
    return "Unexpected line found in update hunk: '" + line + PREFIXES;
  }

  private static String noMarker(String line) {
    return "Expected update hunk to start with a @@ context marker, got: '" + line + "'";
  }
}
