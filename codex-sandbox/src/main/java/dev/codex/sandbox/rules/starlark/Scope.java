package dev.codex.sandbox.rules.starlark;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The names of a file, a function or a comprehension, found while it is read. A name that is bound
 * anywhere in a scope belongs to it; what a scope uses and does not bind goes to the scope around
 * it when it is closed, and what nobody binds is an error with its place.
 */
final class Scope {

  private final Set<String> bound = new HashSet<>();
  private final Map<String, Position> used = new LinkedHashMap<>();

  void bind(String name) {
    bound.add(name);
  }

  void use(String name, Position position) {
    used.putIfAbsent(name, position);
  }

  boolean binds(String name) {
    return bound.contains(name);
  }

  void closeInto(Scope outer) {
    used.forEach((name, position) -> {
      if (!bound.contains(name)) {
        outer.use(name, position);
      }
    });
  }

  /** Ends the file: every name must now be known. */
  void close(Set<String> known) {
    used.forEach((name, position) -> {
      if (!bound.contains(name) && !known.contains(name)) {
        throw position.error("there is nothing named `" + name + "`.");
      }
    });
  }
}
