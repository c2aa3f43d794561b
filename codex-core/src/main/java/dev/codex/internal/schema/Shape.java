package dev.codex.internal.schema;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a Java type looks in JSON: a graph, since records may contain themselves. */
sealed interface Shape
    permits Scalar,
        RecordShape,
        Shape.Constants,
        Shape.Sequence,
        Shape.Entries,
        Shape.Maybe,
        Shape.Choice {

  /** How a message calls it, such as {@code an integer}. */
  String expected();

  /**
   * The constants of an enum, by name.
   *
   * @param note what is said about the enum and its constants
   */
  record Constants(Map<String, Enum<?>> byName, String note) implements Shape {
    @Override
    public String expected() {
      return Problems.oneOf(byName.keySet());
    }
  }

  /**
   * Many of the same.
   *
   * @param container List, Set, Collection or an array class
   */
  record Sequence(Class<?> container, Shape element) implements Shape {
    @Override
    public String expected() {
      return "an array";
    }

    Object of(List<@Nullable Object> elements) {
      if (container.isArray()) {
        Object array = Array.newInstance(container.getComponentType(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
          Array.set(array, i, elements.get(i));
        }
        return array;
      }
      return container == Set.class
          ? Collections.unmodifiableSet(new LinkedHashSet<>(elements))
          : Collections.unmodifiableList(elements);
    }
  }

  /** A map with string keys; closed objects cannot hold one, so it is an array of entries. */
  record Entries(Shape value) implements Shape {
    @Override
    public String expected() {
      return "an array of objects with key and value";
    }
  }

  /** What may be null. */
  record Maybe(Holder holder, Shape inner) implements Shape {
    @Override
    public String expected() {
      return inner.expected() + " or null";
    }
  }

  /** A sealed interface, told apart by the tag of its arms. */
  final class Choice implements Shape {
    final Class<?> type;
    final String note;
    final List<RecordShape> arms = new ArrayList<>();

    Choice(Class<?> type, String note) {
      this.type = type;
      this.note = note;
    }

    List<String> tags() {
      return arms.stream().map(arm -> arm.tag).toList();
    }

    @Override
    public String expected() {
      return "an object";
    }
  }

  /** What carries a value that may be absent. */
  enum Holder {
    NULL,
    OPTIONAL,
    INT,
    LONG,
    DOUBLE;

    @Nullable
    Object of(@Nullable Object value) {
      return switch (this) {
        case NULL -> value;
        case OPTIONAL -> Optional.ofNullable(value);
        case INT -> value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
        case LONG -> value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
        case DOUBLE -> value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
      };
    }
  }
}
