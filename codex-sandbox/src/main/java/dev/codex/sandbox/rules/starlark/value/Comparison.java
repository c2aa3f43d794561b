package dev.codex.sandbox.rules.starlark.value;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Which values are the same, and which comes first. */
public final class Comparison {

  private Comparison() {}

  public static boolean equal(Object left, Object right) {
    return equal(left, right, 0);
  }

  private static boolean equal(Object left, Object right, int depth) {
    if (depth > Values.MAX_NESTING) {
      throw new StarlarkException("values nested this deeply cannot be compared.");
    }
    if (left == right) {
      return true;
    }
    if (isNumber(left) && isNumber(right)) {
      return number(left, right) == 0;
    }
    if (left instanceof StarlarkList one && right instanceof StarlarkList other) {
      return equal(one.elements(), other.elements(), depth);
    }
    if (left instanceof StarlarkTuple one && right instanceof StarlarkTuple other) {
      return equal(one.elements(), other.elements(), depth);
    }
    if (left instanceof StarlarkDict one && right instanceof StarlarkDict other) {
      return equal(one, other, depth);
    }
    return left.equals(right);
  }

  private static boolean equal(List<Object> left, List<Object> right, int depth) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(StarlarkDict left, StarlarkDict right, int depth) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<Key, Object> entry : left.entries()) {
      Object other = right.get(entry.getKey().value());
      if (other == null || !equal(entry.getValue(), other, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  /** Negative, zero or positive; an error where there is no order. */
  public static int order(Object left, Object right) {
    return order(left, right, 0);
  }

  private static int order(Object left, Object right, int depth) {
    if (isNumber(left) && isNumber(right)) {
      return number(left, right);
    }
    if (left instanceof String one && right instanceof String other) {
      return codePoints(one, other);
    }
    if (left instanceof Boolean one && right instanceof Boolean other) {
      return one.compareTo(other);
    }
    if (depth < Values.MAX_NESTING) {
      if (left instanceof StarlarkList one && right instanceof StarlarkList other) {
        return order(one.elements(), other.elements(), depth);
      }
      if (left instanceof StarlarkTuple one && right instanceof StarlarkTuple other) {
        return order(one.elements(), other.elements(), depth);
      }
    }
    throw new StarlarkException(
        "a " + Values.type(left) + " and a " + Values.type(right) + " have no order.");
  }

  private static int order(List<Object> left, List<Object> right, int depth) {
    Iterator<Object> other = right.iterator();
    for (Object one : left) {
      if (!other.hasNext()) {
        return 1;
      }
      int order = order(one, other.next(), depth + 1);
      if (order != 0) {
        return order;
      }
    }
    return other.hasNext() ? -1 : 0;
  }

  /** By code point, which differs from the order of Java's UTF-16 units. */
  private static int codePoints(String left, String right) {
    Iterator<Integer> other = right.codePoints().iterator();
    for (Iterator<Integer> one = left.codePoints().iterator(); one.hasNext(); ) {
      if (!other.hasNext()) {
        return 1;
      }
      int order = Integer.compare(one.next(), other.next());
      if (order != 0) {
        return order;
      }
    }
    return other.hasNext() ? -1 : 0;
  }

  private static boolean isNumber(Object value) {
    return value instanceof BigInteger || value instanceof Double;
  }

  private static int number(Object left, Object right) {
    return left instanceof BigInteger one && right instanceof BigInteger other
        ? one.compareTo(other)
        : Double.compare(Operators.real(left), Operators.real(right));
  }
}
