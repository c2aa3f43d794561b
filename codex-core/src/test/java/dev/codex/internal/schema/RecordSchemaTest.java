package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.tool.Describe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSchemaTest {

  enum Speed {
    @Describe("skips the tests")
    FAST,
    SLOW
  }

  @Describe("A point in the plane.")
  record Point(double x, double y) {}

  record Nothing() {}

  record Order(
      @Describe("Key such as ABC-1") String zKey,
      int count,
      Long total,
      boolean urgent,
      float price,
      Path file,
      Speed speed,
      @Describe("How fast.") Optional<Speed> maximum,
      List<String> tags,
      Set<Integer> numbers,
      double[] weights,
      Map<String, Point> corners,
      Optional<Point> origin,
      @Describe("Where to go.") Point target,
      OptionalInt limit,
      @Nullable String note,
      List<@Nullable String> lines,
      Nothing nothing) {}

  record Tree(String name, List<Tree> children) {}

  record Forest(@Describe("The oldest.") Tree first, Optional<Tree> second, List<Tree> rest) {}

  @Describe("What to do.")
  sealed interface Step permits Wait, Repeat {}

  @Describe("Does nothing for a while.")
  record Wait(int seconds) implements Step {}

  record Repeat(int times, List<Step> steps) implements Step {}

  record Plan(Step first, Optional<Step> last) {}

  sealed interface Answer permits Yes, No {}

  record Yes() implements Answer {}

  record No(String reason) implements Answer {}

  record Question(Optional<Answer> answer) {}

  @Test
  void everyKindOfComponentHasItsStrictForm() {
    assertThat(RecordSchema.of(Order.class).json()).isEqualTo(flat("""
                {"type":"object","properties":{
                "zKey":{"type":"string","description":"Key such as ABC-1"},
                "count":{"type":"integer"},
                "total":{"type":"integer"},
                "urgent":{"type":"boolean"},
                "price":{"type":"number"},
                "file":{"type":"string"},
                "speed":{"type":"string","description":"FAST: skips the tests",
                "enum":["FAST","SLOW"]},
                "maximum":{"type":["string","null"],
                "description":"How fast. FAST: skips the tests","enum":["FAST","SLOW",null]},
                "tags":{"type":"array","items":{"type":"string"}},
                "numbers":{"type":"array","items":{"type":"integer"}},
                "weights":{"type":"array","items":{"type":"number"}},
                "corners":{"type":"array","items":{"type":"object","properties":{
                "key":{"type":"string"},
                "value":{"type":"object","description":"A point in the plane.","properties":{
                "x":{"type":"number"},"y":{"type":"number"}},
                "required":["x","y"],"additionalProperties":false}},
                "required":["key","value"],"additionalProperties":false}},
                "origin":{"anyOf":[{"type":"object","description":"A point in the plane.",
                "properties":{"x":{"type":"number"},"y":{"type":"number"}},
                "required":["x","y"],"additionalProperties":false},{"type":"null"}]},
                "target":{"type":"object","description":"Where to go. A point in the plane.",
                "properties":{"x":{"type":"number"},"y":{"type":"number"}},
                "required":["x","y"],"additionalProperties":false},
                "limit":{"type":["integer","null"]},
                "note":{"type":["string","null"]},
                "lines":{"type":"array","items":{"type":["string","null"]}},
                "nothing":{"type":"object","properties":{},"required":[],
                "additionalProperties":false}},
                "required":["zKey","count","total","urgent","price","file","speed","maximum",
                "tags","numbers","weights","corners","origin","target","limit","note","lines",
                "nothing"],"additionalProperties":false}
                """));
  }

  @Test
  void anEmptyRecordIsAnEmptyClosedObject() {
    assertThat(RecordSchema.of(Nothing.class).json()).isEqualTo("""
            {"type":"object","properties":{},"required":[],"additionalProperties":false}""");
  }

  @Test
  void aRecursiveRootStandsInlineAndAsADefinition() {
    String body = """
        "type":"object","properties":{"name":{"type":"string"},
        "children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},
        "required":["name","children"],"additionalProperties":false""";

    assertThat(RecordSchema.of(Tree.class).json())
        .isEqualTo(flat("{" + body + ",\n\"$defs\":{\"Tree\":{" + body + "}}}"));
  }

  @Test
  void aReferenceNeverHasSiblings() {
    assertThat(RecordSchema.of(Forest.class).json()).isEqualTo(flat("""
                {"type":"object","properties":{
                "first":{"anyOf":[{"$ref":"#/$defs/Tree"}],"description":"The oldest."},
                "second":{"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}]},
                "rest":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},
                "required":["first","second","rest"],"additionalProperties":false,
                "$defs":{"Tree":{"type":"object","properties":{"name":{"type":"string"},
                "children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},
                "required":["name","children"],"additionalProperties":false}}}
                """));
  }

  @Test
  void theArmsOfASealedInterfaceNameThemselves() {
    assertThat(RecordSchema.of(Question.class).json()).isEqualTo(flat("""
                {"type":"object","properties":{"answer":{"anyOf":[
                {"type":"object","properties":{"type":{"type":"string","enum":["Yes"]}},
                "required":["type"],"additionalProperties":false},
                {"type":"object","properties":{"type":{"type":"string","enum":["No"]},
                "reason":{"type":"string"}},
                "required":["type","reason"],"additionalProperties":false},
                {"type":"null"}]}},"required":["answer"],"additionalProperties":false}
                """));
  }

  @Test
  void aRecursiveSealedInterfaceIsADefinition() {
    assertThat(RecordSchema.of(Plan.class).json()).isEqualTo(flat("""
                {"type":"object","properties":{
                "first":{"$ref":"#/$defs/Step"},
                "last":{"anyOf":[{"$ref":"#/$defs/Step"},{"type":"null"}]}},
                "required":["first","last"],"additionalProperties":false,
                "$defs":{"Step":{"anyOf":[
                {"type":"object","description":"Does nothing for a while.","properties":{
                "type":{"type":"string","enum":["Wait"]},"seconds":{"type":"integer"}},
                "required":["type","seconds"],"additionalProperties":false},
                {"type":"object","properties":{
                "type":{"type":"string","enum":["Repeat"]},"times":{"type":"integer"},
                "steps":{"type":"array","items":{"$ref":"#/$defs/Step"}}},
                "required":["type","times","steps"],"additionalProperties":false}],
                "description":"What to do."}}}
                """));
  }

  @Test
  void aRootThatIsNoRecordIsWrapped() {
    assertThat(RecordSchema.of(Speed.class).json()).isEqualTo(flat("""
                {"type":"object","properties":{"value":{"type":"string",
                "description":"FAST: skips the tests","enum":["FAST","SLOW"]}},
                "required":["value"],"additionalProperties":false}
                """));
  }

  @Test
  void theTextIsTheSameEveryTime() {
    String first = RecordSchema.of(Order.class).json();

    assertThat(RecordSchema.of(Order.class).json()).isEqualTo(first);
  }

  record HasObject(Object any) {}

  record HasRaw(@SuppressWarnings("rawtypes") List raw) {}

  record HasFunction(List<Function<String, String>> code) {}

  record HasClass(Optional<StringBuilder> builder) {}

  record HasArrayList(ArrayList<String> list) {}

  record HasMap(Map<Integer, String> map) {}

  record HasDate(Date date) {}

  record HasChar(char letter) {}

  record HasCounter(AtomicInteger counter) {}

  record HasOpenInterface(Runnable0 task) {}

  interface Runnable0 {}

  record HasWildcard(List<?> any) {}

  record Generic<T>(T value) {}

  record Outer(List<Map<String, HasObject>> inner) {}

  record Twice(Optional<Optional<String>> twice) {}

  record Growing<T>(Optional<Growing<List<T>>> next) {}

  record GrowingRoot(Growing<String> root) {}

  enum Hollow {}

  record HasHollow(Hollow hollow) {}

  sealed interface Mixed permits Ok, Clash, Plain {}

  record Ok() implements Mixed {}

  record Clash() implements Mixed {}

  static final class Plain implements Mixed {}

  record HasMixed(Mixed mixed) {}

  sealed interface Typed permits Tagged {}

  record Tagged(String type) implements Typed {}

  record HasTyped(Typed typed) {}

  static Stream<Arguments> unsupported() {
    String here = RecordSchemaTest.class.getName();
    return Stream.of(
        Arguments.of(
            HasObject.class,
            "HasObject.any is a java.lang.Object, which has no strict JSON schema; use String, a"
                + " record or a sealed interface of records"),
        Arguments.of(
            Outer.class,
            "Outer.inner[]{}.any is a java.lang.Object, which has no strict JSON schema; use"
                + " String, a record or a sealed interface of records"),
        Arguments.of(
            HasWildcard.class,
            "HasWildcard.any[] is a java.lang.Object, which has no strict JSON schema; use String,"
                + " a record or a sealed interface of records"),
        Arguments.of(
            HasRaw.class,
            "HasRaw.raw is a raw java.util.List; give it its type arguments, such as"
                + " List<String>"),
        Arguments.of(
            HasFunction.class,
            "HasFunction.code[] is a java.util.function.Function, which has no strict JSON schema;"
                + " a model sends data and no code: use an enum of the choices"),
        Arguments.of(
            HasClass.class,
            "HasClass.builder is a java.lang.StringBuilder, which has no strict JSON schema; use a"
                + " record, an enum, String, a number, boolean, or List, Set, Optional or"
                + " Map<String, ...> of these"),
        Arguments.of(
            HasArrayList.class,
            "HasArrayList.list is a java.util.ArrayList, which has no strict JSON schema; use List"
                + " or Set"),
        Arguments.of(
            HasMap.class,
            "HasMap.map is a java.util.Map, which has no strict JSON schema; use Map with String"
                + " keys, or a List of records"),
        Arguments.of(
            HasDate.class,
            "HasDate.date is a java.util.Date, which has no strict JSON schema; use Instant,"
                + " LocalDate or LocalDateTime"),
        Arguments.of(
            HasChar.class, "HasChar.letter is a char, which has no strict JSON schema; use String"),
        Arguments.of(
            HasCounter.class,
            "HasCounter.counter is a java.util.concurrent.atomic.AtomicInteger, which has no strict"
                + " JSON schema; use int, long, double, BigInteger or BigDecimal"),
        Arguments.of(
            HasOpenInterface.class,
            "HasOpenInterface.task is a "
                + here
                + "$Runnable0, which has no strict JSON schema; make it sealed with records as its"
                + " arms, or use a record"),
        Arguments.of(
            Generic.class,
            "Generic is a raw " + here + "$Generic; give it its type arguments, such as"
                + " Generic<String>"),
        Arguments.of(
            Twice.class,
            "Twice.twice is optional twice, and null cannot say which; use one Optional"),
        Arguments.of(
            HasHollow.class,
            "HasHollow.hollow is the enum " + here + "$Hollow, which has no constants; add some"),
        Arguments.of(
            HasMixed.class,
            "HasMixed.mixed is a "
                + here
                + "$Mixed, whose arm "
                + here
                + "$Plain is not a record; make every arm a record or a sealed interface of"
                + " records"),
        Arguments.of(
            HasTyped.class,
            "HasTyped.typed(Tagged).type collides with the property that names the arm; rename the"
                + " component"));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void aTypeWithoutASchemaIsRefusedWithItsPlaceAndARemedy(Class<?> type, String message) {
    assertThatThrownBy(() -> RecordSchema.of(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aTypeThatGrowsWithoutEndIsRefused() {
    assertThatThrownBy(() -> RecordSchema.of(GrowingRoot.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".next is nested more than 64 deep");
  }

  /** Joins lines that were broken for reading only. */
  private static String flat(String text) {
    return text.replace("\n", "");
  }
}
