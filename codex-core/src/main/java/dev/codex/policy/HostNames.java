package dev.codex.policy;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hosts that a text names as parts of addresses. */
final class HostNames {

  private static final Pattern URL =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^\\s/@'\"]*@)?(\\[[0-9a-fA-F:.]+]|[\\w.-]+)");
  private static final Pattern REMOTE =
      Pattern.compile("(?<![\\w/])[\\w.-]+@([\\w-]+(?:\\.[\\w-]+)+)");

  private HostNames() {}

  static List<String> in(String text) {
    return Stream.of(URL, REMOTE)
        .flatMap(pattern -> pattern.matcher(text).results())
        .map((MatchResult found) -> found.group(1).toLowerCase(Locale.ROOT))
        .distinct()
        .sorted()
        .toList();
  }
}
