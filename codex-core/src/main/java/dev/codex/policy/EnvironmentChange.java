package dev.codex.policy;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One variable by which the environment of a command differs from what every command of its session
 * finds. Made to be shown: a value that looks like a secret, by its name or by itself, is not kept.
 *
 * @param value what the variable is set to, cut where it is long; empty if it is removed
 */
public record EnvironmentChange(String name, Kind kind, String value) {

  /** What stands for every variable where a command starts with none. */
  public static final String ALL = "*";

  private static final String HIDDEN = "<hidden>";
  private static final String MORE = "...";
  private static final int MAX_LENGTH = 300;

  /** Authors and working directories are none. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("KEY|SECRET|TOKEN|PASSW|PASSPHRASE|PASS(?:_|$)|(?<!^|^OLD)PWD"
          + "|CREDENTIAL|AUTH(?!OR(?!I))|COOKIE");

  /** Keys of well-known services, signed tokens, and passwords in addresses. */
  private static final Pattern SECRET_VALUE =
      Pattern.compile("(?:^|[^A-Za-z0-9])(?:sk-|gh[opusr]_|github_pat_|glpat-|xox[abeoprs]-"
          + "|AKIA|ASIA|AIza|eyJ)[A-Za-z0-9_-]{8}|://[^/\\s:@]*:[^/\\s@]+@|-----BEGIN ");

  public EnvironmentChange {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    value = kind == Kind.REMOVED ? "" : shown(name, value);
  }

  /** How the variable differs. */
  public enum Kind {
    /** Other commands do not have it. */
    ADDED,
    /** Other commands have it with another value. */
    CHANGED,
    /** Only other commands have it. */
    REMOVED
  }

  private static String shown(String name, String value) {
    if (value.isEmpty()) {
      return value;
    }
    if (SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).find()
        || SECRET_VALUE.matcher(value).find()) {
      return HIDDEN;
    }
    return value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) + MORE : value;
  }

  /** In one line that is safe to show. */
  @Override
  public String toString() {
    return switch (kind) {
      case ADDED -> DisplayText.of(name + "=" + value);
      case CHANGED -> DisplayText.of(name + "=" + value) + " (changed)";
      case REMOVED -> DisplayText.of(name) + " (removed)";
    };
  }
}
