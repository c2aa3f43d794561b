package dev.codex.internal.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type whose variables are all bound.
 *
 * @param arguments of a generic type; the element of an array
 * @param isNullable whether an annotation named {@code Nullable} stands at it
 */
record BoundType(Class<?> raw, List<BoundType> arguments, boolean isNullable) {

  static BoundType of(Type type, String where) {
    return new Binding(Map.of(), where).bind(type, null);
  }

  /** The type of a parameter. */
  static BoundType of(Parameter parameter, String where) {
    BoundType type = new Binding(Map.of(), where)
        .bind(parameter.getParameterizedType(), parameter.getAnnotatedType());
    return hasNullable(parameter) ? type.withNull(true) : type;
  }

  /** The type of one of this record's components. */
  BoundType component(RecordComponent component, String where) {
    TypeVariable<?>[] variables = raw.getTypeParameters();
    Map<TypeVariable<?>, BoundType> bound = new HashMap<>();
    for (int i = 0; i < variables.length; i++) {
      bound.put(variables[i], arguments.get(i));
    }
    BoundType type =
        new Binding(bound, where).bind(component.getGenericType(), component.getAnnotatedType());
    boolean declared = hasNullable(component) || hasNullable(component.getAccessor());
    return declared ? type.withNull(true) : type;
  }

  /** The type of a record that implements this sealed interface. */
  BoundType arm(Class<?> arm, String where) {
    Map<TypeVariable<?>, BoundType> bound = new HashMap<>();
    for (Type parent : arm.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType generic && generic.getRawType() == raw) {
        Type[] passed = generic.getActualTypeArguments();
        for (int i = 0; i < passed.length; i++) {
          if (passed[i] instanceof TypeVariable<?> variable) {
            bound.put(variable, arguments.get(i));
          }
        }
      }
    }
    Binding binding = new Binding(bound, where + " (" + arm.getSimpleName() + ")");
    List<BoundType> types = new ArrayList<>();
    for (TypeVariable<?> variable : arm.getTypeParameters()) {
      types.add(binding.bind(variable, null));
    }
    return new BoundType(arm, List.copyOf(types), false);
  }

  BoundType withNull(boolean nullable) {
    return nullable == isNullable ? this : new BoundType(raw, arguments, nullable);
  }

  private static boolean hasNullable(@Nullable AnnotatedElement element) {
    if (element != null) {
      for (Annotation annotation : element.getAnnotations()) {
        if (annotation.annotationType().getSimpleName().equals("Nullable")) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the type variables stand for, at one place. */
  private record Binding(Map<TypeVariable<?>, BoundType> variables, String where) {

    BoundType bind(Type type, @Nullable AnnotatedType annotated) {
      return plain(type, annotated).mergeNull(hasNullable(annotated));
    }

    private BoundType plain(Type type, @Nullable AnnotatedType annotated) {
      if (type instanceof Class<?> raw) {
        return ofClass(raw, annotated);
      }
      if (type instanceof ParameterizedType generic) {
        Type[] passed = generic.getActualTypeArguments();
        List<BoundType> arguments = new ArrayList<>();
        for (int i = 0; i < passed.length; i++) {
          arguments.add(bind(
              passed[i],
              annotated instanceof AnnotatedParameterizedType parts
                  ? parts.getAnnotatedActualTypeArguments()[i]
                  : null));
        }
        return new BoundType((Class<?>) generic.getRawType(), List.copyOf(arguments), false);
      }
      if (type instanceof GenericArrayType array) {
        return ofArray(array.getGenericComponentType(), annotated);
      }
      if (type instanceof WildcardType wildcard) {
        return bind(
            wildcard.getUpperBounds()[0],
            annotated instanceof AnnotatedWildcardType parts
                ? parts.getAnnotatedUpperBounds()[0]
                : null);
      }
      BoundType bound = type instanceof TypeVariable<?> variable ? variables.get(variable) : null;
      if (bound == null) {
        throw new IllegalArgumentException(
            where + " has the open type " + type.getTypeName() + "; bind it to a type");
      }
      return bound;
    }

    private BoundType ofClass(Class<?> raw, @Nullable AnnotatedType annotated) {
      if (raw.isArray()) {
        return ofArray(raw.getComponentType(), annotated);
      }
      if (raw.getTypeParameters().length > 0) {
        throw new IllegalArgumentException(where
            + " is a raw "
            + raw.getName()
            + "; give it its type arguments, such as "
            + raw.getSimpleName()
            + (raw.getTypeParameters().length == 2 ? "<String, Integer>" : "<String>"));
      }
      return new BoundType(raw, List.of(), false);
    }

    private BoundType ofArray(Type element, @Nullable AnnotatedType annotated) {
      BoundType bound = bind(
          element,
          annotated instanceof AnnotatedArrayType parts
              ? parts.getAnnotatedGenericComponentType()
              : null);
      return new BoundType(bound.raw.arrayType(), List.of(bound), false);
    }
  }

  private BoundType mergeNull(boolean nullable) {
    return withNull(nullable || isNullable);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundType that
        && raw == that.raw
        && isNullable == that.isNullable
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * raw.hashCode() + arguments.hashCode()) + Boolean.hashCode(isNullable);
  }
}
