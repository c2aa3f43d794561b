package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRewriterTest {

  /** A file, the body of an update and the file afterwards. */
  record Case(String what, String file, String update, String expected) {
    @Override
    public String toString() {
      return what;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"lineEnds", "places", "blanks", "leniency", "marks"})
  void aFileIsRewritten(Case each) {
    assertThat(rewrite(each.file(), each.update())).isEqualTo(each.expected());
  }

  static Stream<Case> lineEnds() {
    return Stream.of(
        new Case("new lines end like the first", "a\r\nb\nc\n", "-c\n+x\n+y", "a\r\nb\nx\r\ny\r\n"),
        new Case("untouched lines keep theirs", "a\nb\r\nc\rd\n", "-b\n+B", "a\nB\nc\rd\n"),
        new Case("context keeps its end", "a\nb\r\nc\n", " b\n-c\n+C", "a\nb\r\nC\n"),
        new Case("a lone return ends a line", "a\rb\rc\r", "-b\n+B", "a\rB\rc\r"),
        new Case("an open last line is closed", "a\r\nb", "-a\n+A", "A\r\nb\r\n"),
        new Case("an open line is followed", "a\r\nb", "+c", "a\r\nb\r\nc\r\n"),
        new Case("an only open line gets a line feed", "a", " a\n+b", "a\nb\n"),
        new Case("returns in the patch stay out", "a\nb\n", " a\r\n-b\r\r\n+c\r", "a\nc\n"),
        new Case("a return inside a new line stays", "a\n", "-a\n+b\rc", "b\rc\n"),
        new Case("no line is left", "a\nb", "-a\n-b", ""),
        new Case("an empty file gets lines", "", "+a\n+b", "a\nb\n"));
  }

  static Stream<Case> places() {
    return Stream.of(
        new Case("additions alone go to the end", "a\nb\n", "@@ a\n+x", "a\nb\nx\n"),
        new Case("additions keep their order", "a\n", "+x\n@@\n+y", "a\nx\ny\n"),
        new Case("an addition does not move on", "a\nb\n", "+x\n@@\n-a\n+A", "A\nb\nx\n"),
        new Case("a header chooses", "f\nx\ng\nx\n", "@@ g\n-x\n+y", "f\nx\ng\ny\n"),
        new Case("chunks go downwards", "a\na\na\n", "-a\n+1\n@@\n-a\n+2", "1\n2\na\n"),
        new Case("the end is meant", "a\nb\na\n", "-a\n+A\n*** End of File", "a\nb\nA\n"),
        new Case("removed and new lines mix", "a\nb\nc\n", "+x\n-a\n+y\n-b\n c", "x\ny\nc\n"),
        new Case("an addition sits between", "a\nb\n", " a\n+x\n b", "a\nx\nb\n"));
  }

  static Stream<Case> blanks() {
    return Stream.of(
        new Case("a blank too many is ignored", "a\nb\n", "-b\n+B\n", "a\nB\n"),
        new Case("a blank that is there counts", "a\n\nb\n", "-a\n+A\n", "A\n\nb\n"),
        new Case("a blank before additions is new", "a\nb\n", "-a\n \n+x", "\nx\nb\n"),
        new Case("a removed blank too many", "a\nb\n", "-a\n+x\n-", "x\nb\n"),
        new Case("blanks on both sides", "a\nb\n", "-a\n-\n+x\n+", "x\nb\n"),
        new Case("only a blank", "a\nb\n", " \n+x", "\nx\na\nb\n"),
        new Case("context becomes a removal", "a\n\nb\n", " a\n \n-", "a\nb\n"));
  }

  static Stream<Case> leniency() {
    return Stream.of(
        new Case("blanks behind", "a  \nb\t\n", " a\n-b\n+c", "a  \nc\n"),
        new Case("blanks around", "\t a \nb\n", " a\n-b\n+c", "\t a \nc\n"),
        new Case("blanks in the patch", "a\nb\n", "   a  \n-b\n+c", "a\nc\n"),
        new Case("typography", "“a” – ‘b’\nx\n", " \"a\" - 'b'\n-x\n+y", "“a” – ‘b’\ny\n"),
        new Case("typography of the patch", "a - b\nx\n", " a — b\n-x\n+y", "a - b\ny\n"),
        new Case("exact wins further down", " a\nx\na\n", "-a\n+b", " a\nx\nb\n"),
        new Case("exact header wins", " h\nx\nh\nx\n", "@@ h\n-x\n+y", " h\nx\nh\ny\n"),
        new Case("each line by itself is not enough", "a \nb\n b\n", "-a\n-b\n+c", "c\n b\n"));
  }

  static Stream<Case> marks() {
    return Stream.of(
        new Case("the mark stays", "\ufeffa\nb\n", "-a\n+A", "\ufeffA\nb\n"),
        new Case("a quoted mark is the same", "\ufeffa\nb\n", "-\ufeffa\n+\ufeffA", "\ufeffA\nb\n"),
        new Case("a mark elsewhere is text", "a\n\ufeffb\n", "-a\n+A", "A\n\ufeffb\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "-, 2010",
    "-, 2011",
    "-, 2012",
    "-, 2013",
    "-, 2014",
    "-, 2015",
    "-, 2212",
    "apostrophe, 2018",
    "apostrophe, 2019",
    "apostrophe, 201A",
    "apostrophe, 201B",
    "quote, 201C",
    "quote, 201D",
    "quote, 201E",
    "quote, 201F",
    "blank, 00A0",
    "blank, 2002",
    "blank, 2006",
    "blank, 200A",
    "blank, 202F",
    "blank, 205F",
    "blank, 3000"
  })
  void typographyCountsAsAscii(String name, String code) {
    String ascii =
        Map.of("-", "-", "apostrophe", "'", "quote", "\"", "blank", " ").get(name);
    String typographic = Character.toString(Integer.parseInt(code, 16));

    assertThat(rewrite("a" + typographic + "b\n", "-a" + ascii + "b\n+x")).isEqualTo("x\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x2000, 0x2001, 0x200b, 0xad, 0x2026, 0xab, 0x2032, 0xff0d, 0x09})
  void otherCharactersAreThemselves(int code) {
    for (String ascii : List.of(" ", "-", "'", "\"", "")) {
      String file = "a" + Character.toString(code) + "b\n";

      assertThat(rewrite(file, "-a" + ascii + "b\n+x")).startsWith("Failed to find");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x85, 0xa0, 0x1680, 0x2000, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0x0b})
  void unicodeWhiteSpaceIsTrimmed(int code) {
    String space = Character.toString(code);

    assertThat(rewrite(space + "a" + space + "\n", "-a\n+x")).isEqualTo("x\n");
  }

  @Test
  void controlCharactersAreNotTrimmed() {
    assertThat(rewrite("\u001ca\n", "-a\n+x")).isEqualTo("Failed to find expected lines in f:\na");
  }

  @Test
  void bytesInNoEncodingSurvive() {
    byte[] file = {'a', (byte) 0xe9, '\n', 'b', '\n', (byte) 0xff, 0, '\n'};

    byte[] rewritten = new FileRewriter(file, chunks("-b\n+c"), "f").rewrite();

    assertThat(rewritten).containsExactly('a', 0xe9, '\n', 'c', '\n', 0xff, 0, '\n');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b\n+B\n@@\n-a\n+A",
        "-a\n-b\n+x\n@@\n b\n-c",
        "@@ a\n a\n-b",
        "-a\n*** End of File"
      })
  void whatIsNotBelowTheLastChunkIsNotFound(String update) {
    assertThat(rewrite("a\nb\nc\n", update)).startsWith("Failed to find expected lines in f:\n");
  }

  @Test
  void aMissingHeaderIsNamed() {
    assertThatThrownBy(() -> new FileRewriter(bytes("a\n"), chunks("@@ b\n-a"), "f").rewrite())
        .isInstanceOf(PatchException.class)
        .hasMessage("Failed to find context 'b' in f");
  }

  static String rewrite(String file, String update) {
    try {
      byte[] rewritten = new FileRewriter(bytes(file), chunks(update), "f").rewrite();
      return new String(rewritten, StandardCharsets.UTF_8);
    } catch (PatchException e) {
      return e.getMessage();
    }
  }

  static List<Chunk> chunks(String update) {
    String text = "*** Begin Patch\n*** Update File: f\n" + update + "\n*** End Patch";
    return ((Hunk.Update) Patch.parse(text).hunks().get(0)).chunks();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
