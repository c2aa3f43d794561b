package dev.codex.sandbox.rules.shell;

import java.util.Set;

/**
 * Where a stream of a command goes to or comes from.
 *
 * @param operator such as {@code >} or {@code >&}, without the number before it
 */
public record Redirect(String operator, String target) {

  private static final Set<String> OF_STREAMS = Set.of(">&", "<&");

  /** Whether it only joins streams or drops what is written: no file is read or changed. */
  public boolean isHarmless() {
    return OF_STREAMS.contains(operator) ? target.matches("[0-9]|-") : target.equals("/dev/null");
  }
}
