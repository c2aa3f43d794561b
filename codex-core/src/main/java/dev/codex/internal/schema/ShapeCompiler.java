package dev.codex.internal.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a Java type, or says which component has none and what to use instead. */
final class ShapeCompiler {

  private static final String DESCRIBE = "dev.codex.tool.Describe";

  /** Generic records can contain ever growing versions of themselves. */
  private static final int MAX_DEPTH = 64;

  private final Map<Key, Shape> known = new HashMap<>();
  private int depth;

  private ShapeCompiler() {}

  static Shape compile(Type type) {
    String where = type instanceof Class<?> raw ? raw.getSimpleName() : type.getTypeName();
    ShapeCompiler compiler = new ShapeCompiler();
    Shape shape = compiler.shape(BoundType.of(type, where), where);
    Endless.refuse(compiler.known.values());
    return shape;
  }

  /** The shape of an object whose properties are parameters; it is read as an array of values. */
  static RecordShape compile(Method method, List<Parameter> parameters) {
    ShapeCompiler compiler = new ShapeCompiler();
    RecordShape shape = new RecordShape(Object[].class, "", "", null);
    for (Parameter parameter : parameters) {
      String place = method.getName() + "." + parameter.getName();
      BoundType type = BoundType.of(parameter, place);
      shape.parts.add(new RecordShape.Part(
          parameter.getName(), compiler.shape(type, place), describe(parameter)));
    }
    return shape;
  }

  private Shape shape(BoundType type, String where) {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException(where + " is nested more than " + MAX_DEPTH + " deep");
    }
    Shape plain = plain(type.withNull(false), where);
    depth--;
    boolean canBeNull = type.isNullable() && !type.raw().isPrimitive();
    return canBeNull && !(plain instanceof Shape.Maybe)
        ? new Shape.Maybe(Shape.Holder.NULL, plain)
        : plain;
  }

  private Shape plain(BoundType type, String where) {
    Class<?> raw = type.raw();
    Scalar scalar = Scalar.of(raw);
    if (scalar != null) {
      return scalar;
    }
    if (raw.isRecord()) {
      return record(type, "", where);
    }
    if (raw.isEnum()) {
      return constants(raw, where);
    }
    if (raw.isInterface() && raw.isSealed()) {
      return choice(type, where);
    }
    if (raw.isArray() || raw == List.class || raw == Set.class || raw == Collection.class) {
      return new Shape.Sequence(raw, shape(type.arguments().get(0), where + "[]"));
    }
    if (raw == Map.class && type.arguments().get(0).raw() == String.class) {
      return new Shape.Entries(shape(type.arguments().get(1), where + "{}"));
    }
    Shape.Maybe optional = optional(type, where);
    if (optional != null) {
      return optional;
    }
    throw Unsupported.type(raw, where);
  }

  private Shape.@Nullable Maybe optional(BoundType type, String where) {
    Class<?> raw = type.raw();
    if (raw == Optional.class) {
      Shape inner = shape(type.arguments().get(0), where);
      if (inner instanceof Shape.Maybe) {
        throw new IllegalArgumentException(
            where + " is optional twice, and null cannot say which; use one Optional");
      }
      return new Shape.Maybe(Shape.Holder.OPTIONAL, inner);
    }
    if (raw == OptionalInt.class) {
      return new Shape.Maybe(Shape.Holder.INT, scalar(int.class));
    }
    if (raw == OptionalLong.class) {
      return new Shape.Maybe(Shape.Holder.LONG, scalar(long.class));
    }
    return raw == OptionalDouble.class
        ? new Shape.Maybe(Shape.Holder.DOUBLE, scalar(double.class))
        : null;
  }

  private static Scalar scalar(Class<?> type) {
    Scalar scalar = Scalar.of(type);
    if (scalar == null) {
      throw new IllegalStateException("no scalar for " + type);
    }
    return scalar;
  }

  private RecordShape record(BoundType type, String tag, String where) {
    Key key = new Key(type, tag);
    if (known.get(key) instanceof RecordShape shape) {
      return shape;
    }
    Class<?> raw = type.raw();
    RecordShape shape = new RecordShape(raw, tag, describe(raw), constructor(raw, where));
    known.put(key, shape);
    for (RecordComponent component : raw.getRecordComponents()) {
      String name = component.getName();
      String place = where + "." + name;
      if (shape.isArm() && name.equals(RecordShape.TAG)) {
        throw new IllegalArgumentException(
            place + " collides with the property that names the arm; rename the component");
      }
      Shape part = shape(type.component(component, place), place);
      shape.parts.add(new RecordShape.Part(name, part, describe(component)));
    }
    return shape;
  }

  private static Constructor<?> constructor(Class<?> type, String where) {
    Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      if (constructor.trySetAccessible()) {
        return constructor;
      }
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
    throw new IllegalArgumentException(String.format(
        "%s is the record %s, which this library may not create; add"
            + " \"opens %s to dev.codex.core;\" to the module %s, or make it public and export it",
        where, type.getName(), type.getPackageName(), type.getModule().getName()));
  }

  private static Shape.Constants constants(Class<?> type, String where) {
    Map<String, Enum<?>> byName = new LinkedHashMap<>();
    StringJoiner notes = new StringJoiner("; ");
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      byName.put(name, (Enum<?>) constant);
      String note = describe(field(type, name));
      if (!note.isEmpty()) {
        notes.add(name + ": " + note);
      }
    }
    if (byName.isEmpty()) {
      throw new IllegalArgumentException(
          where + " is the enum " + type.getName() + ", which has no constants; add some");
    }
    return new Shape.Constants(byName, join(describe(type), notes.toString()));
  }

  private static AnnotatedElement field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(type + " has no constant " + name, e);
    }
  }

  private Shape choice(BoundType type, String where) {
    Key key = new Key(type, "");
    Shape earlier = known.get(key);
    if (earlier != null) {
      return earlier;
    }
    Shape.Choice choice = new Shape.Choice(type.raw(), describe(type.raw()));
    known.put(key, choice);
    addArms(choice, type, where);
    return choice;
  }

  private void addArms(Shape.Choice choice, BoundType parent, String where) {
    for (Class<?> arm : parent.raw().getPermittedSubclasses()) {
      BoundType type = parent.arm(arm, where);
      if (arm.isInterface() && arm.isSealed()) {
        addArms(choice, type, where);
      } else if (arm.isRecord()) {
        addArm(choice, type, where);
      } else {
        throw Unsupported.arm(choice.type, arm, where);
      }
    }
  }

  private void addArm(Shape.Choice choice, BoundType arm, String where) {
    String tag = arm.raw().getSimpleName();
    for (RecordShape other : choice.arms) {
      if (other.type == arm.raw()) {
        return;
      }
      if (other.tag.equals(tag)) {
        throw new IllegalArgumentException(where + " has two arms named " + tag
            + ", which the model cannot tell apart; rename one");
      }
    }
    choice.arms.add(record(arm, tag, where + "(" + tag + ")"));
  }

  /** Two descriptions of one thing, of which either may be empty. */
  static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + " " + second;
  }

  /** The text of the annotation, looked up by name since its package builds on this one. */
  private static String describe(AnnotatedElement element) {
    for (Annotation annotation : element.getAnnotations()) {
      Class<?> type = annotation.annotationType();
      if (type.getName().equals(DESCRIBE)) {
        try {
          return (String) type.getMethod("value").invoke(annotation);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + annotation, e);
        }
      }
    }
    return "";
  }

  /** Compares by hand, as the type does: what a record has of its own is made at run time. */
  private record Key(BoundType type, String tag) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && type.equals(that.type) && tag.equals(that.tag);
    }

    @Override
    public int hashCode() {
      return 31 * type.hashCode() + tag.hashCode();
    }
  }
}
