package dev.codex.sandbox.rules.starlark.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What holds for values of any type. */
public final class Values {

  static final int MAX_NESTING = 100;
  private static final int MAX_BITS = 65_536;

  private Values() {}

  /** The name of its type. */
  public static String type(Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof BigInteger) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof None) {
      return "NoneType";
    }
    if (value instanceof StarlarkList) {
      return "list";
    }
    if (value instanceof StarlarkDict) {
      return "dict";
    }
    if (value instanceof StarlarkTuple) {
      return "tuple";
    }
    if (value instanceof StarlarkRange) {
      return "range";
    }
    return value instanceof Callable ? "function" : "iterator";
  }

  public static boolean isTrue(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof None) {
      return false;
    }
    if (value instanceof BigInteger number) {
      return number.signum() != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    return !isSized(value) || size(value) > 0;
  }

  private static boolean isSized(Object value) {
    return value instanceof String
        || value instanceof StarlarkList
        || value instanceof StarlarkTuple
        || value instanceof StarlarkDict
        || value instanceof StarlarkRange;
  }

  public static int size(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    if (value instanceof StarlarkList list) {
      return list.elements().size();
    }
    if (value instanceof StarlarkDict dict) {
      return dict.size();
    }
    if (value instanceof StarlarkTuple tuple) {
      return tuple.elements().size();
    }
    if (value instanceof StarlarkRange range) {
      return range.size();
    }
    throw new StarlarkException("a " + type(value) + " has no length.");
  }

  public static int saturated(BigInteger number) {
    if (number.bitLength() < 32) {
      return number.intValue();
    }
    return number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
  }

  public static BigInteger integer(long number) {
    return BigInteger.valueOf(number);
  }

  /** Refuses a number that only a hostile file has a use for. */
  static BigInteger bounded(BigInteger number) {
    if (number.bitLength() > MAX_BITS) {
      throw new StarlarkException("a number has more than " + MAX_BITS + " bits.");
    }
    return number;
  }

  /** The element or character there; from the end if negative. */
  public static Object element(Object value, Object index) {
    if (value instanceof StarlarkDict dict) {
      Object found = dict.get(index);
      if (found == null) {
        throw new StarlarkException("the dict has no key " + Printer.repr(index) + ".");
      }
      return found;
    }
    if (!(value instanceof String
        || value instanceof StarlarkList
        || value instanceof StarlarkTuple
        || value instanceof StarlarkRange)) {
      throw new StarlarkException("a " + type(value) + " has no elements.");
    }
    int at = index(index, size(value));
    if (value instanceof String text) {
      int begin = text.offsetByCodePoints(0, at);
      return text.substring(begin, text.offsetByCodePoints(begin, 1));
    }
    if (value instanceof StarlarkRange range) {
      return integer(range.at(at));
    }
    return value instanceof StarlarkList list
        ? list.elements().get(at)
        : ((StarlarkTuple) value).elements().get(at);
  }

  public static int index(Object index, int size) {
    if (!(index instanceof BigInteger number)) {
      throw new StarlarkException("an index must be an int, not a " + type(index) + ".");
    }
    long at = saturated(number);
    long real = at < 0 ? at + size : at;
    if (real < 0 || real >= size) {
      throw new StarlarkException(
          "the index " + number + " is out of bounds: there are " + size + " elements.");
    }
    return (int) real;
  }

  public static void assign(Object value, Object index, Object element) {
    if (value instanceof StarlarkDict dict) {
      dict.put(index, element);
    } else if (value instanceof StarlarkList list) {
      list.change().set(index(index, list.elements().size()), element);
    } else {
      throw new StarlarkException("the elements of a " + type(value) + " cannot be set.");
    }
  }

  /** The part between two ends, each an int or None. */
  public static Object slice(Object value, Object from, Object to, Object step) {
    int stride = step instanceof None ? 1 : integer(step);
    if (stride == 0) {
      throw new StarlarkException("the step of a slice cannot be 0.");
    }
    int size = size(value);
    int begin = bound(from, stride > 0 ? 0 : size - 1, size, stride);
    int end = bound(to, stride > 0 ? size : -1, size, stride);
    List<Object> part = new ArrayList<>();
    for (long i = begin; stride > 0 ? i < end : i > end; i += stride) {
      part.add(element(value, integer(i)));
    }
    if (value instanceof StarlarkTuple) {
      return new StarlarkTuple(part);
    }
    if (value instanceof StarlarkRange range) {
      return new StarlarkRange(range.at(begin), range.at(end), range.step() * stride);
    }
    if (value instanceof String) {
      StringBuilder text = new StringBuilder();
      part.forEach(text::append);
      return text.toString();
    }
    if (value instanceof StarlarkList) {
      return new StarlarkList(part);
    }
    throw new StarlarkException("a " + type(value) + " cannot be sliced.");
  }

  private static int integer(Object value) {
    if (value instanceof BigInteger number) {
      return saturated(number);
    }
    throw new StarlarkException("the ends of a slice must be ints, not " + type(value) + ".");
  }

  private static int bound(Object value, int absent, int size, int stride) {
    if (value instanceof None) {
      return absent;
    }
    long at = integer(value);
    long real = at < 0 ? at + size : at;
    return (int)
        (stride > 0 ? Math.max(0, Math.min(size, real)) : Math.max(-1, Math.min(size - 1, real)));
  }
}
