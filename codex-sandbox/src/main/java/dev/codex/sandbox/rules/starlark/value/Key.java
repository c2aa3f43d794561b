package dev.codex.sandbox.rules.starlark.value;

import java.math.BigInteger;

/** A value as the key of a dict. */
public final class Key {

  private final Object value;
  private final int hash;

  private Key(Object value, int hash) {
    this.value = value;
    this.hash = hash;
  }

  public static Key of(Object value) {
    return new Key(value, hash(value, 0));
  }

  public Object value() {
    return value;
  }

  private static int hash(Object value, int depth) {
    if (depth > Values.MAX_NESTING) {
      throw new StarlarkException("a key is nested too deeply.");
    }
    if (value instanceof BigInteger number) {
      return Double.hashCode(number.doubleValue());
    }
    if (value instanceof StarlarkTuple tuple) {
      int hash = 1;
      for (Object element : tuple.elements()) {
        hash = 31 * hash + hash(element, depth + 1);
      }
      return hash;
    }
    if (value instanceof StarlarkList || value instanceof StarlarkDict) {
      throw new StarlarkException("a " + Values.type(value) + " cannot be the key of a dict.");
    }
    return value.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Comparison.equal(value, key.value);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
