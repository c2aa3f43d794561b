package dev.codex.sandbox;

import dev.codex.sandbox.EnvironmentPolicy.Inherit;
import dev.codex.sandbox.EnvironmentPolicy.Secrets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of environment variables, and what is known about them. */
final class EnvironmentNames {

  /** Keeps programs from colours, pagers and questions, as Codex does. */
  static final Map<String, String> QUIET = Map.ofEntries(
      Map.entry("NO_COLOR", "1"),
      Map.entry("TERM", "dumb"),
      Map.entry("COLORTERM", ""),
      Map.entry("LANG", "C.UTF-8"),
      Map.entry("LC_CTYPE", "C.UTF-8"),
      Map.entry("LC_ALL", "C.UTF-8"),
      Map.entry("PAGER", "cat"),
      Map.entry("GIT_PAGER", "cat"),
      Map.entry("GH_PAGER", "cat"),
      Map.entry("CODEX_CI", "1"));

  private static final Set<String> CORE = Set.of(
      "HOME",
      "LOGNAME",
      "PATH",
      "SHELL",
      "USER",
      "USERNAME",
      "TMPDIR",
      "TEMP",
      "TMP",
      "TZ",
      // without these most programs do not start on Windows
      "SYSTEMROOT",
      "SYSTEMDRIVE",
      "WINDIR",
      "COMSPEC",
      "PATHEXT",
      "USERPROFILE",
      "APPDATA",
      "LOCALAPPDATA");

  /** Files that a shell reads before it reads its script. */
  private static final Set<String> START_UP_FILES = Set.of("BASH_ENV", "ENV");

  private static final List<String> SECRET =
      List.of("*KEY*", "*SECRET*", "*TOKEN*", "*PASSWORD*", "*CREDENTIAL*");

  private EnvironmentNames() {}

  static boolean inherits(EnvironmentPolicy policy, String name) {
    if (START_UP_FILES.contains(name) || matches(policy.exclude(), name)) {
      return false;
    }
    if (policy.alsoInherit().contains(name)) {
      return true;
    }
    boolean wanted = policy.inherit() == Inherit.ALL
        || (policy.inherit() == Inherit.CORE && CORE.contains(name.toUpperCase(Locale.ROOT)));
    return wanted && (policy.secrets() == Secrets.INHERITED || !matches(SECRET, name));
  }

  static boolean matches(List<String> patterns, String name) {
    return patterns.stream()
        .anyMatch(pattern ->
            matches(pattern.toUpperCase(Locale.ROOT), 0, name.toUpperCase(Locale.ROOT), 0));
  }

  private static boolean matches(String pattern, int p, String name, int n) {
    if (p == pattern.length()) {
      return n == name.length();
    }
    if (pattern.charAt(p) == '*') {
      return matches(pattern, p + 1, name, n)
          || (n < name.length() && matches(pattern, p, name, n + 1));
    }
    return n < name.length()
        && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))
        && matches(pattern, p + 1, name, n + 1);
  }
}
