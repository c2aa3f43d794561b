package dev.codex.internal.schema;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record: an object whose properties are the components, in their order. */
final class RecordShape implements Shape {

  /** The property that tells the arms of a sealed interface apart. */
  static final String TAG = "type";

  final Class<?> type;

  /** The value of {@link #TAG} if the record stands as an arm, or empty. */
  final String tag;

  final String note;
  final @Nullable Constructor<?> constructor; // null: the values themselves are wanted
  final List<Part> parts = new ArrayList<>();

  RecordShape(Class<?> type, String tag, String note, @Nullable Constructor<?> constructor) {
    this.type = type;
    this.tag = tag;
    this.note = note;
    this.constructor = constructor;
  }

  boolean isArm() {
    return !tag.isEmpty();
  }

  /** The names of the properties, the tag first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (isArm()) {
      names.add(TAG);
    }
    parts.forEach(part -> names.add(part.name()));
    return names;
  }

  @Override
  public String expected() {
    return "an object";
  }

  /**
   * A component.
   *
   * @param suffix what it adds to the path of the record, which is wanted for every value
   */
  record Part(String name, Shape shape, String note, String suffix) {

    Part(String name, Shape shape, String note) {
      this(name, shape, note, Problems.suffix(name));
    }
  }
}
