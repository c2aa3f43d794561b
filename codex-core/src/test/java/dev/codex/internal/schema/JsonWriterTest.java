package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  sealed interface Shape permits Dot, Line {}

  record Dot(int x) implements Shape {}

  record Line(String type, Dot start) implements Shape {}

  record Loose(Object any) {}

  @Test
  void plainValuesHaveTheirPlainForm() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("text", "a\"b");
    map.put(DayOfWeek.FRIDAY, DayOfWeek.MONDAY);
    map.put(1, Arrays.asList(1, 2.5, null, true, 'c', new AtomicLong(7)));
    map.put("array", new int[] {1, 2});
    map.put("maybe", List.of(Optional.of("x"), Optional.empty(), OptionalInt.of(1)));
    map.put("path", Path.of("a", "b"));
    map.put("time", Instant.EPOCH);
    map.put("record", new Loose(new Loose(List.of())));

    assertThat(JsonWriter.toJson(map))
        .isEqualTo("{\"text\":\"a\\\"b\",\"FRIDAY\":\"MONDAY\",\"1\":[1,2.5,null,true,\"c\",7],"
            + "\"array\":[1,2],\"maybe\":[\"x\",null,1],\"path\":\"a/b\","
            + "\"time\":\"1970-01-01T00:00:00Z\",\"record\":{\"any\":{\"any\":[]}}}");
    assertThat(JsonWriter.toJson(null)).isEqualTo("null");
  }

  @Test
  void armsSayWhatTheyAreUnlessTheyHaveATypeOfTheirOwn() {
    assertThat(JsonWriter.toJson(new Line("solid", new Dot(1))))
        .isEqualTo("{\"type\":\"solid\",\"start\":{\"type\":\"Dot\",\"x\":1}}");
  }

  @Test
  void whatHasNoJsonFormIsNamedWithItsPlace() {
    assertThatThrownBy(() -> JsonWriter.toJson(Map.of("a", List.of(1, new Loose(new Object())))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a java.lang.Object at \"/a/1/any\" cannot be written as JSON; use a record, a"
            + " collection, a string or a number");
    assertThatThrownBy(() -> JsonWriter.toJson(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a java.lang.Double at \"/0\" cannot be written as JSON; JSON has no NaN");
    assertThatThrownBy(() -> JsonWriter.toJson(Map.of(List.of(), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("cannot be written as JSON; the keys of a map must be strings");
  }

  @Test
  void aValueThatContainsItselfIsRefused() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);

    assertThatThrownBy(() -> JsonWriter.toJson(loop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a java.util.ArrayList is nested more than 500 deep; does it contain itself?");
  }
}
