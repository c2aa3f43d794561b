package dev.codex.policy;

import java.util.List;
import java.util.Locale;

/**
 * Which hosts can be reached by name. A denial wins, and what nobody names is unknown: whoever
 * enforces the rules asks about it or refuses it.
 *
 * <p>A pattern is a host name or address, {@code *.example.org} for all names below that one, or
 * {@code **.example.org} for that name and all below it. Everything at once cannot be allowed; that
 * is {@link NetworkAccess#ON}. Addresses of private networks and of this machine are refused, by
 * whatever name, unless exactly that name or address is allowed.
 *
 * @param allowed patterns, in lower case
 * @param denied patterns, in lower case
 */
public record DomainRules(List<String> allowed, List<String> denied) {

  public DomainRules {
    allowed = allowed.stream().map(DomainRules::checked).toList();
    denied = denied.stream().map(DomainRules::checked).toList();
  }

  /** Rules that allow these and nothing else. */
  public static DomainRules allowing(String... patterns) {
    return new DomainRules(List.of(patterns), List.of());
  }

  private static String checked(String pattern) {
    String plain = normal(pattern);
    String name = plain.startsWith("**.")
        ? plain.substring(3)
        : plain.startsWith("*.") ? plain.substring(2) : plain;
    if (name.isEmpty() || name.contains("*") || name.contains("/") || name.contains(" ")) {
      throw new IllegalArgumentException("The domain pattern '" + pattern + "' is not one."
          + " Use a host name, *.NAME or **.NAME, without a scheme, port or path.");
    }
    return plain;
  }

  private static String normal(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** What the rules say about a host name or an address. */
  public Verdict verdict(String host) {
    String name = normal(host);
    if (denied.stream().anyMatch(pattern -> matches(pattern, name))) {
      return Verdict.DENIED;
    }
    return allowed.stream().anyMatch(pattern -> matches(pattern, name))
        ? Verdict.ALLOWED
        : Verdict.UNKNOWN;
  }

  /** Whether exactly this is allowed, and not because it lies below something else. */
  public boolean isNamed(String host) {
    return allowed.contains(normal(host)) && verdict(host) == Verdict.ALLOWED;
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.startsWith("**.")) {
      return name.equals(pattern.substring(3)) || name.endsWith(pattern.substring(2));
    }
    return pattern.startsWith("*.")
        ? name.endsWith(pattern.substring(1)) && name.length() >= pattern.length()
        : name.equals(pattern);
  }

  /** What rules say. */
  public enum Verdict {
    ALLOWED,
    DENIED,
    UNKNOWN
  }
}
