package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of record comes back from JSON as it went in, and fits its own schema. */
class RecordRoundTripTest {

  enum Mode {
    FAST,
    SLOW {
      @Override
      public String toString() {
        return "as slow as can be";
      }
    }
  }

  sealed interface Figure permits Circle, Square, Empty {}

  record Circle(double radius) implements Figure {}

  record Square(int side, Optional<Figure> inner) implements Figure {}

  record Empty() implements Figure {}

  sealed interface Outcome<T> permits Good, Bad {}

  record Good<T>(T value) implements Outcome<T> {}

  sealed interface Bad<T> extends Outcome<T> permits Broken, Missing {}

  record Broken<T>(String reason) implements Bad<T> {}

  record Missing<T>(List<T> candidates) implements Bad<T> {}

  record Nothing() {}

  record Texts(String plain, CharSequence sequence) {}

  record Truths(boolean primitive, Boolean wrapped) {}

  record Integers(byte b, short s, int i, long l, BigInteger big) {}

  record Wrapped(Byte b, Short s, Integer i, Long l) {}

  record Floats(float f, double d, Float wf, Double wd, BigDecimal exact) {}

  record Places(Path path, URI uri, URL url, UUID id) {}

  record Times(
      Instant instant, LocalDate date, LocalTime time, LocalDateTime both, Duration long_) {}

  record Zoned(OffsetDateTime offset, ZonedDateTime zoned) {}

  record Modes(Mode one, List<Mode> many, Optional<Mode> maybe) {}

  record Optionals(
      Optional<String> text,
      OptionalInt i,
      OptionalLong l,
      OptionalDouble d,
      Optional<Nothing> o) {}

  record Nullables(@Nullable String text, @Nullable Integer number, List<@Nullable String> texts) {}

  record Lists(List<String> list, Set<Integer> set, Collection<Boolean> collection) {}

  record Deep(List<List<Map<String, Set<Optional<String>>>>> deep) {}

  record Maps(Map<String, Integer> numbers, Map<String, Lists> records) {}

  record Nested(Texts texts, Optional<Truths> truths, List<Integers> integers) {}

  record Tree(String name, List<Tree> children) {}

  record Chain(int value, Optional<Chain> next) {}

  record Ping(Optional<Pong> pong) {}

  record Pong(Optional<Ping> ping, String text) {}

  record Drawing(Figure main, List<Figure> others, Map<String, Figure> named) {}

  record Box<T>(T content) {}

  record Pair<A, B>(A first, List<B> second, Box<A> boxed) {}

  record Bound(Pair<String, Mode> pair, Box<Box<Integer>> box) {}

  record Result(Outcome<Integer> outcome, List<Outcome<String>> more) {}

  record Wild(List<? extends Number0> numbers) {}

  record Number0(int n) {}

  record $Odd_Names(int $a, int _b, int ünï, int type, int key, int value) {}

  record Checked(int low, int high) {
    Checked {
      if (low > high) {
        throw new IllegalArgumentException("low > high");
      }
    }
  }

  record Arrays0(int[] numbers, String[][] texts, Mode[] modes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Arrays0 that
          && Arrays.equals(numbers, that.numbers)
          && Arrays.deepEquals(texts, that.texts)
          && Arrays.equals(modes, that.modes);
    }

    @Override
    public int hashCode() {
      return Objects.hash(Arrays.hashCode(numbers), Arrays.deepHashCode(texts));
    }
  }

  static Stream<Arguments> values() throws MalformedURLException {
    Texts texts = new Texts("a \"quoted\" \\ line\n\u0000 ü 😀", "");
    Lists lists =
        new Lists(List.of("", "b"), ordered(List.of(3, 1, 2)), Arrays.asList(true, false));
    Figure square = new Square(3, Optional.of(new Square(2, Optional.of(new Empty()))));
    return Stream.of(
        value(new Nothing()),
        value(texts),
        value(new Truths(true, false)),
        value(new Integers(Byte.MIN_VALUE, Short.MAX_VALUE, -1, Long.MIN_VALUE, big())),
        value(new Wrapped((byte) 1, (short) 2, Integer.MAX_VALUE, Long.MAX_VALUE)),
        value(new Floats(0.1f, -0.0, Float.MIN_VALUE, Double.MAX_VALUE, decimal("1.50"))),
        value(new Floats(1e10f, 3, -1f, 1e-300, decimal("-1E+30"))),
        value(new Places(
            Path.of("a b", "c"),
            URI.create("urn:x:y"),
            URI.create("http://127.0.0.1/a?b#c").toURL(),
            new UUID(1, 2))),
        value(new Times(
            Instant.ofEpochSecond(1, 5),
            LocalDate.of(2026, 2, 28),
            LocalTime.of(1, 2),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            Duration.ofMillis(90_001))),
        value(new Zoned(
            OffsetDateTime.parse("2026-01-31T12:00:00+01:00"),
            ZonedDateTime.parse("2026-01-31T12:00:00+01:00[Europe/Berlin]"))),
        value(new Modes(Mode.SLOW, List.of(Mode.FAST, Mode.SLOW), Optional.of(Mode.FAST))),
        value(new Optionals(
            Optional.of(""),
            OptionalInt.of(1),
            OptionalLong.of(2),
            OptionalDouble.of(0.5),
            Optional.of(new Nothing()))),
        value(new Optionals(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            Optional.empty())),
        value(new Nullables(null, null, Arrays.asList("a", null))),
        value(new Nullables("a", 1, List.of())),
        value(lists),
        value(new Deep(List.of(List.of(Map.of("k", ordered(List.of(Optional.of("v")))))))),
        value(new Maps(Map.of(), Map.of("", lists))),
        value(new Maps(map("z", 1, "a b", 2), Map.of())),
        value(new Nested(texts, Optional.of(new Truths(false, true)), List.of())),
        value(new Tree("r", List.of(new Tree("a", List.of(new Tree("b", List.of())))))),
        value(new Chain(1, Optional.of(new Chain(2, Optional.empty())))),
        value(new Ping(Optional.of(new Pong(Optional.of(new Ping(Optional.empty())), "t")))),
        value(new Drawing(square, List.of(new Circle(1.5), new Empty()), Map.of("s", square))),
        value(new Bound(new Pair<>("a", List.of(Mode.FAST), new Box<>("b")), box(box(7)))),
        value(new Result(new Good<>(1), List.of(new Good<>("g"), new Broken<>("no")))),
        value(new Result(new Missing<>(List.of(1, 2)), List.of())),
        value(new Wild(List.of(new Number0(1)))),
        value(new $Odd_Names(1, 2, 3, 4, 5, 6)),
        value(new Checked(1, 2)),
        value(new Arrays0(new int[] {1, 2}, new String[][] {{"a"}, {}}, new Mode[] {Mode.SLOW})));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aRecordComesBackEqual(Object value) {
    String json = JsonWriter.toJson(value);

    assertThat(RecordReader.of(value.getClass()).read(json)).isEqualTo(value);
  }

  /** Maps are written as objects, which is friendlier than the entries of the schema. */
  @ParameterizedTest
  @MethodSource("values")
  void aRecordWithoutMapsFitsItsOwnSchema(Object value) {
    SchemaCheck check = SchemaCheck.of(RecordSchema.of(value.getClass()).json());
    String json = JsonWriter.toJson(value);

    List<String> problems = check.problems(json);

    boolean hasMap = value instanceof Maps || value instanceof Deep || value instanceof Drawing;
    assertThat(problems).hasSize(hasMap ? problems.size() : 0);
  }

  static Stream<Arguments> roots() {
    return Stream.of(
        Arguments.of(Figure.class, new Circle(1), "{\"type\":\"Circle\",\"radius\":1.0}"),
        Arguments.of(Figure.class, new Circle(1), "{\"value\":{\"type\":\"Circle\",\"radius\":1}}"),
        Arguments.of(Mode.class, Mode.SLOW, "{\"value\":\"SLOW\"}"),
        Arguments.of(Mode.class, Mode.SLOW, "\"SLOW\""),
        Arguments.of(int.class, 3, "{\"value\":3.0}"),
        Arguments.of(String[].class, new String[] {"a"}, "{\"value\":[\"a\"]}"),
        Arguments.of(listOfStrings(), List.of("a"), "{\"value\":[\"a\"]}"),
        Arguments.of(listOfStrings(), List.of("a"), "[\"a\"]"));
  }

  @ParameterizedTest
  @MethodSource("roots")
  void aRootThatIsNoObjectIsUnwrapped(Type type, Object value, String json) {
    assertThat(RecordReader.of(type).read(json)).isEqualTo(value);
  }

  @SuppressWarnings("unused") // read by reflection
  private record ListOfStrings(List<String> list) {}

  private static Type listOfStrings() {
    return ListOfStrings.class.getRecordComponents()[0].getGenericType();
  }

  private static Arguments value(Object value) {
    return Arguments.of(value);
  }

  private static <T> Box<T> box(T content) {
    return new Box<>(content);
  }

  private static BigInteger big() {
    return BigInteger.TEN.pow(40).negate();
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static <T> Set<T> ordered(List<T> elements) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(elements));
  }

  private static Map<String, Integer> map(String key, int value, String key2, int value2) {
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(key2, value2);
    return map;
  }
}
