package dev.codex.sandbox.rules.starlark.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** A dict in the order of insertion, which must not change while it is looped over. */
public final class StarlarkDict implements Iteration {

  /** By {@link Key}, so that 1 and 1.0 are the same key as in Starlark. */
  private final Map<Key, Object> entries = new LinkedHashMap<>();

  private int loops;

  /** Returns null if there is none. */
  public @org.jspecify.annotations.Nullable Object get(Object key) {
    return entries.get(Key.of(key));
  }

  public void put(Object key, Object value) {
    requireNoLoop();
    entries.put(Key.of(key), value);
  }

  public @org.jspecify.annotations.Nullable Object remove(Object key) {
    requireNoLoop();
    return entries.remove(Key.of(key));
  }

  public void clear() {
    requireNoLoop();
    entries.clear();
  }

  public int size() {
    return entries.size();
  }

  public Iterable<Map.Entry<Key, Object>> entries() {
    return entries.entrySet();
  }

  private void requireNoLoop() {
    if (loops > 0) {
      throw new StarlarkException("a dict changes while it is looped over.");
    }
  }

  @Override
  public Iterable<Object> begin() {
    loops++;
    return entries.keySet().stream().map(Key::value).toList();
  }

  @Override
  public void end() {
    loops--;
  }
}
