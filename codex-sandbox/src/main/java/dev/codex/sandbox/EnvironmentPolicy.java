package dev.codex.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/**
 * Which variables of the host a command gets to see. The default is the handful that programs need
 * to work at all: what a command can print, a model can read.
 *
 * <p>The steps, in order: inherit, drop what looks like a secret, drop what is excluded, add what
 * programs need to stay quiet ({@code NO_COLOR}, {@code PAGER=cat} and so on), set, and keep only
 * what is included. Patterns are globs with {@code *} and {@code ?} and ignore case.
 */
@Value.Immutable
public interface EnvironmentPolicy {

  @Value.Default
  default Inherit inherit() {
    return Inherit.CORE;
  }

  /** Exact names that are inherited even if they look like a secret or are not core. */
  Set<String> alsoInherit();

  /** Whether names that look like a secret are kept back. */
  @Value.Default
  default Secrets secrets() {
    return Secrets.KEPT_BACK;
  }

  /** Patterns of names that are not inherited. */
  List<String> exclude();

  /** Variables with these values, whatever the host has. */
  Map<String, String> set();

  /** Whether commands are told not to use colours, pagers and questions. */
  @Value.Default
  default Quiet quiet() {
    return Quiet.ADDED;
  }

  /** Patterns of the only names that are inherited or set; empty for no such limit. */
  List<String> includeOnly();

  /** The core variables and no secrets. */
  static EnvironmentPolicy standard() {
    return builder().build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** The environment of a command, made from that of the host. */
  default Map<String, String> apply(Map<String, String> host) {
    Map<String, String> result = new LinkedHashMap<>();
    host.forEach((name, value) -> {
      if (EnvironmentNames.inherits(this, name)) {
        result.put(name, value);
      }
    });
    result.putAll(set());
    if (!includeOnly().isEmpty()) {
      result.keySet().removeIf(name -> !EnvironmentNames.matches(includeOnly(), name));
    }
    EnvironmentNames.QUIET.forEach((name, value) -> {
      if (quiet() == Quiet.ADDED && !set().containsKey(name)) {
        result.put(name, value);
      }
    });
    return result;
  }

  /** What is taken from the host to begin with. */
  enum Inherit {
    ALL,
    /** {@code PATH}, {@code HOME}, the user's name and shell, temp folders, time zone. */
    CORE,
    NONE
  }

  /** What becomes of names with KEY, SECRET, TOKEN, PASSWORD or CREDENTIAL in them. */
  enum Secrets {
    KEPT_BACK,
    INHERITED
  }

  /** What becomes of the variables that keep programs quiet. */
  enum Quiet {
    ADDED,
    LEFT_OUT
  }

  /** Builds a policy. */
  final class Builder extends ImmutableEnvironmentPolicy.Builder {
    Builder() {}
  }
}
