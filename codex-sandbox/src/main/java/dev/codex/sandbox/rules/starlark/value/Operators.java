package dev.codex.sandbox.rules.starlark.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What the operators do that compute a value from two. */
public final class Operators {

  private static final int MAX_SHIFT = 4_096;

  private Operators() {}

  public static Object apply(String operator, Object left, Object right, Meter meter) {
    return switch (operator) {
      case "+" -> plus(left, right, meter);
      case "-", "/", "//" -> number(operator, left, right);
      case "*" -> times(left, right, meter);
      case "%" ->
        left instanceof String format
            ? PercentFormat.format(format, right, meter)
            : number(operator, left, right);
      case "|" ->
        left instanceof StarlarkDict one && right instanceof StarlarkDict other
            ? union(one, other, meter)
            : bits(operator, left, right);
      case "&", "^", "<<", ">>" -> bits(operator, left, right);
      case "==" -> Comparison.equal(left, right);
      case "!=" -> !Comparison.equal(left, right);
      case "<" -> Comparison.order(left, right) < 0;
      case "<=" -> Comparison.order(left, right) <= 0;
      case ">" -> Comparison.order(left, right) > 0;
      case ">=" -> Comparison.order(left, right) >= 0;
      case "in" -> contains(right, left);
      case "not in" -> !contains(right, left);
      default -> throw unsupported(operator, left, right);
    };
  }

  public static Object unary(String operator, Object value) {
    if (value instanceof BigInteger number) {
      return switch (operator) {
        case "-" -> number.negate();
        case "~" -> number.not();
        default -> number;
      };
    }
    if (value instanceof Double number && !operator.equals("~")) {
      return operator.equals("-") ? -number : number;
    }
    throw new StarlarkException(
        "`" + operator + "` does not go with a " + Values.type(value) + ".");
  }

  private static Object plus(Object left, Object right, Meter meter) {
    if (left instanceof String one && right instanceof String other) {
      meter.allocate((long) one.length() + other.length());
      return one + other;
    }
    if (left instanceof StarlarkList one && right instanceof StarlarkList other) {
      return new StarlarkList(joined(one.elements(), other.elements(), meter));
    }
    if (left instanceof StarlarkTuple one && right instanceof StarlarkTuple other) {
      return new StarlarkTuple(joined(one.elements(), other.elements(), meter));
    }
    return number("+", left, right);
  }

  private static List<Object> joined(List<Object> left, List<Object> right, Meter meter) {
    meter.allocate((long) left.size() + right.size());
    List<Object> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }

  private static Object times(Object left, Object right, Meter meter) {
    if (left instanceof BigInteger count
        && !(right instanceof BigInteger)
        && !(right instanceof Double)) {
      return times(right, count, meter);
    }
    if (right instanceof BigInteger number) {
      int count = Math.max(0, Values.saturated(number));
      if (left instanceof String text) {
        meter.allocate((long) text.length() * count);
        return text.repeat(count);
      }
      if (left instanceof StarlarkList list) {
        return new StarlarkList(repeated(list.elements(), count, meter));
      }
      if (left instanceof StarlarkTuple tuple) {
        return new StarlarkTuple(repeated(tuple.elements(), count, meter));
      }
    }
    return number("*", left, right);
  }

  private static List<Object> repeated(List<Object> elements, int count, Meter meter) {
    meter.allocate((long) elements.size() * count);
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count && !elements.isEmpty(); i++) {
      all.addAll(elements);
    }
    return all;
  }

  private static StarlarkDict union(StarlarkDict left, StarlarkDict right, Meter meter) {
    meter.allocate((long) left.size() + right.size());
    StarlarkDict both = new StarlarkDict();
    left.entries().forEach(entry -> both.put(entry.getKey().value(), entry.getValue()));
    right.entries().forEach(entry -> both.put(entry.getKey().value(), entry.getValue()));
    return both;
  }

  private static Object number(String operator, Object left, Object right) {
    boolean exact = left instanceof BigInteger && right instanceof BigInteger;
    if (exact && !operator.equals("/")) {
      return integer(operator, (BigInteger) left, (BigInteger) right);
    }
    if (!(left instanceof BigInteger || left instanceof Double)
        || !(right instanceof BigInteger || right instanceof Double)) {
      throw unsupported(operator, left, right);
    }
    double one = real(left);
    double other = real(right);
    if (other == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
      throw new StarlarkException("a division by zero.");
    }
    return switch (operator) {
      case "+" -> one + other;
      case "-" -> one - other;
      case "*" -> one * other;
      case "/" -> one / other;
      case "//" -> Math.floor(one / other);
      default -> one - other * Math.floor(one / other);
    };
  }

  private static BigInteger integer(String operator, BigInteger left, BigInteger right) {
    return switch (operator) {
      case "+" -> Values.bounded(left.add(right));
      case "-" -> Values.bounded(left.subtract(right));
      case "*" -> Values.bounded(left.multiply(right));
      default -> {
        if (right.signum() == 0) {
          throw new StarlarkException("a division by zero.");
        }
        BigInteger[] parts = left.divideAndRemainder(right);
        boolean down = parts[1].signum() != 0 && parts[1].signum() != right.signum();
        if (operator.equals("//")) {
          yield down ? parts[0].subtract(BigInteger.ONE) : parts[0];
        }
        yield down ? parts[1].add(right) : parts[1];
      }
    };
  }

  private static Object bits(String operator, Object left, Object right) {
    if (!(left instanceof BigInteger one) || !(right instanceof BigInteger other)) {
      throw unsupported(operator, left, right);
    }
    return switch (operator) {
      case "|" -> one.or(other);
      case "&" -> one.and(other);
      case "^" -> one.xor(other);
      default -> {
        if (other.signum() < 0) {
          throw new StarlarkException("a number cannot be shifted by " + other + ".");
        }
        int by = Values.saturated(other);
        if (operator.equals(">>")) {
          yield one.shiftRight(by);
        }
        if (by > MAX_SHIFT) {
          throw new StarlarkException("a number is shifted by more than " + MAX_SHIFT + " bits.");
        }
        yield Values.bounded(one.shiftLeft(by));
      }
    };
  }

  private static boolean contains(Object container, Object element) {
    if (container instanceof String text) {
      if (element instanceof String part) {
        return text.contains(part);
      }
      throw unsupported("in", element, container);
    }
    if (container instanceof StarlarkDict dict) {
      return dict.get(element) != null;
    }
    if (container instanceof StarlarkRange range) {
      return range.contains(element);
    }
    if (container instanceof StarlarkList list) {
      return list.elements().stream().anyMatch(one -> Comparison.equal(one, element));
    }
    if (container instanceof StarlarkTuple tuple) {
      return tuple.elements().stream().anyMatch(one -> Comparison.equal(one, element));
    }
    throw unsupported("in", element, container);
  }

  public static double real(Object value) {
    return value instanceof BigInteger number ? number.doubleValue() : (Double) value;
  }

  private static StarlarkException unsupported(String operator, Object left, Object right) {
    return new StarlarkException("`" + operator + "` does not go with a " + Values.type(left)
        + " and a " + Values.type(right) + ".");
  }
}
