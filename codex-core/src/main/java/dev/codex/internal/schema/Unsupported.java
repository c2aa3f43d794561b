package dev.codex.internal.schema;

import java.util.Collection;
import java.util.Date;
import java.util.Map;

/** Says why a type has no strict schema and what to use in its place. */
final class Unsupported {

  private Unsupported() {}

  static IllegalArgumentException type(Class<?> type, String where) {
    return new IllegalArgumentException(
        where + " is a " + type.getName() + ", which has no strict JSON schema; " + remedy(type));
  }

  static IllegalArgumentException arm(Class<?> parent, Class<?> arm, String where) {
    return new IllegalArgumentException(String.format(
        "%s is a %s, whose arm %s is not a record; make every arm a record or a sealed interface"
            + " of records",
        where, parent.getName(), arm.getName()));
  }

  private static String remedy(Class<?> type) {
    if (type == Object.class) {
      return "use String, a record or a sealed interface of records";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "use Map with String keys, or a List of records";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "use List or Set";
    }
    if (type == char.class || type == Character.class) {
      return "use String";
    }
    if (Date.class.isAssignableFrom(type)) {
      return "use Instant, LocalDate or LocalDateTime";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "use int, long, double, BigInteger or BigDecimal";
    }
    if (type.isAnnotationPresent(FunctionalInterface.class)) {
      return "a model sends data and no code: use an enum of the choices";
    }
    if (type.isInterface()) {
      return "make it sealed with records as its arms, or use a record";
    }
    return "use a record, an enum, String, a number, boolean, or List, Set, Optional or"
        + " Map<String, ...> of these";
  }
}
