package dev.codex.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which hosts can be reached by name. A denial wins, and what nobody names is unknown: whoever
 * enforces the rules asks about it or refuses it.
 *
 * <p>A pattern is a host name or address, {@code *.example.org} for all names below that one, or
 * {@code **.example.org} for that name and all below it. Everything at once cannot be allowed; that
 * is {@link NetworkAccess#ON}. Addresses of private networks and of this machine are refused, by
 * whatever name, unless exactly that name or address is allowed.
 *
 * @param allowed patterns, in the spelling of {@link #canonical}
 * @param denied patterns, in the spelling of {@link #canonical}
 */
public record DomainRules(List<String> allowed, List<String> denied) {

  /** What Java reads as an address and never looks up as a name. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

  public DomainRules {
    allowed = allowed.stream().map(DomainRules::checked).toList();
    denied = denied.stream().map(DomainRules::checked).toList();
  }

  /** Rules that allow these and nothing else. */
  public static DomainRules allowing(String... patterns) {
    return new DomainRules(List.of(patterns), List.of());
  }

  private static String checked(String pattern) {
    String plain = canonical(pattern);
    String name = plain.startsWith("**.")
        ? plain.substring(3)
        : plain.startsWith("*.") ? plain.substring(2) : plain;
    if (name.isEmpty() || name.contains("*") || name.contains("/") || name.contains(" ")) {
      throw new IllegalArgumentException("The domain pattern '" + pattern + "' is not one."
          + " Use a host name, *.NAME or **.NAME, without a scheme, port or path.");
    }
    return plain;
  }

  /**
   * The one spelling in which hosts are compared: in lower case, without brackets and final dots,
   * and an IPv6 address in full, as {@link InetAddress#getHostAddress} has it. Looks nothing up.
   */
  public static String canonical(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    while (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (!IPV6.matcher(name).matches()) {
      return name;
    }
    try {
      return InetAddress.getByName(name).getHostAddress();
    } catch (UnknownHostException e) {
      return name; // it only looks like one
    }
  }

  /** What the rules say about a host name or an address. */
  public Verdict verdict(String host) {
    String name = canonical(host);
    if (denied.stream().anyMatch(pattern -> matches(pattern, name))) {
      return Verdict.DENIED;
    }
    return allowed.stream().anyMatch(pattern -> matches(pattern, name))
        ? Verdict.ALLOWED
        : Verdict.UNKNOWN;
  }

  /** Whether exactly this is allowed, and not because it lies below something else. */
  public boolean isNamed(String host) {
    return allowed.contains(canonical(host)) && verdict(host) == Verdict.ALLOWED;
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
