package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codex.error.ToolException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {

  private static final String PREFIX = "failed to parse function arguments: ";

  enum Mode {
    FAST,
    SLOW
  }

  record Job(int count, Mode mode) {}

  record Lenient(
      Optional<String> text, OptionalInt number, @Nullable String note) {}

  record Range(int low, int high) {
    Range {
      if (low > high) {
        throw new IllegalArgumentException("low must not exceed high");
      }
    }
  }

  record Named(String first, @Nullable String last) {
    Named {
      Objects.requireNonNull(last, "last");
    }
  }

  record Buggy(int number) {
    Buggy {
      number = 1 / number;
    }
  }

  sealed interface Figure permits Circle, Square {}

  record Circle(double radius) implements Figure {}

  record Square(double side) implements Figure {}

  record All(
      byte small,
      BigInteger big,
      float ratio,
      boolean flag,
      String text,
      LocalDate date,
      Path path,
      List<Integer> numbers,
      Map<String, Integer> map,
      Figure figure,
      Range range) {}

  record One(Map<String, Integer> map) {}

  record Big(BigInteger number) {}

  record Nested(Optional<List<Nested>> children) {}

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit(
            Job.class,
            "{'count':'many','mode':'fsat'}",
            "$.count must be an integer but is 'many'; $.mode must be one of FAST, SLOW but is"
                + " 'fsat' (did you mean FAST?)"),
        misfit(
            Job.class,
            "{'cuont':1,'mode':'fast'}",
            "$.count is missing (an integer; did you mean it by 'cuont'?); $.mode must be one of"
                + " FAST, SLOW but is 'fast' (did you mean FAST?)"),
        misfit(
            Job.class,
            "",
            "$.count is missing (an integer); $.mode is missing (one of FAST, SLOW)"),
        misfit(
            Job.class,
            "null",
            "$.count is missing (an integer); $.mode is missing (one of FAST, SLOW)"),
        misfit(
            Job.class,
            "{'count':1.5,'mode':null}",
            "$.count must be an integer but is 1.5; $.mode must be one of FAST, SLOW but is null"),
        misfit(
            Job.class,
            "{'count':2147483648,'mode':3}",
            "$.count must be an integer from -2147483648 to 2147483647 but is 2147483648; $.mode"
                + " must be one of FAST, SLOW but is 3"),
        misfit(
            Job.class,
            "{'count':1e400000000,'mode':'FAST'}",
            "$.count must be an integer but is 1E+400000000"),
        misfit(Job.class, "[1,2]", "$ must be an object but is an array of 2"),
        misfit(
            Job.class,
            "'{\\'count\\':1}'",
            "$ must be an object but is '{\\'count\\':1}' (write the JSON itself, not a string that"
                + " holds it)"),
        misfit(
            One.class,
            "{'map':[{'key':'a','value':1},{'key':'a','value':1},{'value':1},7]}",
            "$.map[1].key repeats 'a'; $.map[2].key must be a string but is null; $.map[3] must be"
                + " an object with key and value but is 7"),
        misfit(One.class, "{'map':{'a b':'x'}}", "$.map['a b'] must be an integer but is 'x'"),
        misfit(Range.class, "{'low':2,'high':1}", "$ is no valid Range: low must not exceed high"),
        misfit(Named.class, "{'first':'a'}", "$ is no valid Named: last"),
        misfit(
            Figure.class,
            "{'value':{'type':'Circel'}}",
            "$.value.type must be one of Circle, Square but is 'Circel' (did you mean Circle?)"),
        misfit(Figure.class, "{'value':{}}", "$.value.type is missing (one of Circle, Square)"),
        misfit(Figure.class, "{}", "$.value is missing (an object)"),
        misfit(
            All.class,
            "{'small':300,'big':'1','ratio':1e99,'flag':'true','text':7}",
            "$.small must be an integer from -128 to 127 but is 300; $.big must be an integer but"
                + " is '1'; $.ratio must be a number within the range of a float but is 1E+99;"
                + " $.flag must be true or false but is 'true'; $.text must be a string but is 7;"
                + " and 6 more"),
        misfit(
            All.class,
            "{'small':1,'big':1,'ratio':1,'flag':true,'text':'','date':'tomorrow',"
                + "'path':'a\\u0000',"
                + "'numbers':[1,'2'],'map':{},'figure':{'type':'Circle','radius':1},"
                + "'range':{'low':1,'high':0}}",
            "$.date must be a date such as 2026-01-31 but is 'tomorrow'; $.path must be a file path"
                + " but is 'a\\u0000'; $.numbers[1] must be an integer but is '2'; $.range is no"
                + " valid Range: low must not exceed high"),
        misfit(
            Job.class,
            "{'count':'" + "x".repeat(100) + "','mode':'FAST'}",
            "$.count must be an integer but is '" + "x".repeat(59) + "…'"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void everyProblemIsNamedWithItsPlace(Class<?> type, String json, String message) {
    assertThatThrownBy(() -> RecordReader.of(type).read(json))
        .isInstanceOf(ToolException.class)
        .hasMessage(PREFIX + message);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        malformed(
            "{'count':1,'mo", "the JSON is cut off at line 1, column 15; send it again as a whole"),
        malformed(
            "{'count': 1,\n 'mode': [",
            "the JSON is cut off at line 2, column 11; send it again as a whole"),
        malformed(
            "{'count':tru", "the JSON is cut off at line 1, column 10; send it again as a whole"),
        malformed(
            "{'count':1}{'count':2}",
            "there is a second object after the end of the first value at line 1, column 12; send"
                + " one object, and one call for each set of arguments"),
        malformed("{} and more", "there is text after the end of the JSON at line 1, column 4"),
        malformed(
            "{count:1}",
            "the JSON is malformed at line 1, column 2: Unexpected character ('c' (code 99)): was"
                + " expecting double-quote to start field name"),
        malformed(
            "{'a':1,}",
            "the JSON is malformed at line 1, column 8: Unexpected character ('}' (code 125)): was"
                + " expecting double-quote to start field name"),
        malformed(
            "{'a':" + "[".repeat(600),
            "the JSON is nested too deeply or has too long a number at line 1, column 506"),
        malformed(
            "{'a':" + "1".repeat(2000) + "}",
            "the JSON is nested too deeply or has too long a number at line 1, column 2006"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedTextIsExplainedWithLineAndColumn(String json, String message) {
    assertThatThrownBy(() -> RecordReader.of(Job.class).read(json))
        .isInstanceOf(ToolException.class)
        .hasMessage(PREFIX + message);
  }

  @Test
  void whatMayBeAbsentMayBeAbsentOrNull() {
    Lenient empty = new Lenient(Optional.empty(), OptionalInt.empty(), null);
    RecordReader<Lenient> reader = RecordReader.of(Lenient.class);

    assertThat(reader.read("")).isEqualTo(empty);
    assertThat(reader.read("null")).isEqualTo(empty);
    assertThat(reader.read("{\"text\":null,\"number\":null,\"note\":null}")).isEqualTo(empty);
  }

  @Test
  void unknownPropertiesAreIgnored() {
    assertThat(RecordReader.of(Job.class).read("{\"x\":[1],\"count\":3.0,\"mode\":\"SLOW\"}"))
        .isEqualTo(new Job(3, Mode.SLOW));
  }

  @Test
  void mapsAreReadFromEntriesAndFromObjectsInOrder() {
    RecordReader<One> reader = RecordReader.of(One.class);

    One entries =
        reader.read("{\"map\":[{\"key\":\"z\",\"value\":1},{\"key\":\"a\",\"value\":2}]}");
    One object = reader.read("{\"map\":{\"z\":1,\"a\":2}}");

    assertThat(entries).isEqualTo(object);
    assertThat(entries.map().keySet()).containsExactly("z", "a");
  }

  @Test
  void aBugInARecordIsNoMessageForTheModel() {
    assertThatThrownBy(() -> RecordReader.of(Buggy.class).read("{\"number\":0}"))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void hugeExponentsCostNothing() {
    assertThatThrownBy(() -> RecordReader.of(Big.class).read("{\"number\":1e999999999}"))
        .hasMessage(PREFIX + "$.number must be an integer but is 1E+999999999");
  }

  @Test
  void recordsNestDeeplyButNotToTheEndOfTheStack() {
    String json = "{\"children\":[".repeat(90) + "{}" + "]}".repeat(90);

    Nested root = RecordReader.of(Nested.class).read(json);

    int depth = 0;
    for (Optional<List<Nested>> next = root.children(); next.isPresent(); depth++) {
      next = next.get().get(0).children();
    }
    assertThat(depth).isEqualTo(90);
    String tooDeep = "{\"children\":[".repeat(240) + "{}" + "]}".repeat(240);
    assertThatThrownBy(() -> RecordReader.of(Nested.class).read(tooDeep))
        .isInstanceOf(ToolException.class)
        .hasMessageEndingWith("the JSON is nested too deeply for its schema");
  }

  @Test
  void anAnswerMayBeFencedAndHasItsOwnWords() {
    RecordReader<Job> reader = RecordReader.of(Job.class);

    assertThat(reader.readAnswer("```json\n{\"count\":1,\"mode\":\"FAST\"}\n```\n"))
        .isEqualTo(new Job(1, Mode.FAST));
    assertThat(catchThrowableOfType(ToolException.class, () -> reader.readAnswer("I am done.")))
        .hasMessageStartingWith(
            "the answer does not fit the schema: the JSON is malformed at line 1, column ");
    assertThat(catchThrowableOfType(ToolException.class, () -> reader.readAnswer(" ")))
        .hasMessage("the answer does not fit the schema: there is no JSON");
  }

  @Test
  void collectionsCannotBeChanged() {
    record Sets(Set<String> set, List<String> list) {}
    Sets sets = RecordReader.of(Sets.class).read("{\"set\":[\"a\"],\"list\":[\"a\"]}");

    assertThatThrownBy(() -> sets.set().add("b")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> sets.list().add("b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Arguments misfit(Class<?> type, String json, String message) {
    return Arguments.of(type, json.replace('\'', '"'), message.replace('\'', '"'));
  }

  private static Arguments malformed(String json, String message) {
    return Arguments.of(json.replace('\'', '"'), message);
  }
}
