package dev.codex.sandbox.rules.starlark.value;

import java.math.BigInteger;
import java.util.Iterator;

/** Evenly spaced numbers that are not kept in memory. */
public record StarlarkRange(int start, int stop, int step) implements Iteration {

  public StarlarkRange {
    if (step == 0) {
      throw new StarlarkException("the step of a range cannot be 0.");
    }
  }

  public int size() {
    long distance = (long) stop - start;
    long size = step > 0 ? (distance + step - 1) / step : (distance + step + 1) / step;
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, size));
  }

  public int at(int index) {
    return start + index * step;
  }

  public boolean contains(Object value) {
    return value instanceof BigInteger number
        && number.bitLength() < 32
        && (step > 0
            ? number.intValue() >= start && number.intValue() < stop
            : number.intValue() <= start && number.intValue() > stop)
        && ((long) number.intValue() - start) % step == 0;
  }

  @Override
  public Iterable<Object> begin() {
    int size = size();
    return () -> new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Object next() {
        return BigInteger.valueOf(at(next++));
      }
    };
  }
}
