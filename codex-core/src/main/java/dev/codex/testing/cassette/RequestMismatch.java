package dev.codex.testing.cassette;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Says why a request is not on a cassette: where it first departs from the nearest that is. */
final class RequestMismatch {

  private static final int SHOWN = 120;

  private final CassetteTape tape;
  private final List<Exchange> unused;

  RequestMismatch(CassetteTape tape, List<Exchange> unused) {
    this.tape = tape;
    this.unused = unused;
  }

  String message(JsonNode request) {
    Optional<Exchange> nearest = tape.exchanges().stream()
        .max(Comparator.<Exchange>comparingInt(other -> nearness(request, other.request()))
            .thenComparing(unused::contains)
            .thenComparing(Comparator.comparingInt(Exchange::number).reversed()));
    if (nearest.isEmpty()) {
      return "The cassette " + tape.file() + " holds no exchange at all.";
    }
    int number = nearest.get().number();
    Optional<String> difference = difference("$", nearest.get().request(), request);
    if (difference.isEmpty()) {
      return "The request is on the cassette " + tape.file() + " (last as exchange " + number
          + "), but it was made more often than when it was recorded.";
    }
    return "The request is not on the cassette " + tape.file() + ". The nearest is exchange "
        + number + (unused.contains(nearest.get()) ? "" : " (used already)")
        + "; the first difference is at " + difference.get()
        + "\nIf the new request is meant, record the cassette again.";
  }

  /** How much of the conversation is the same, and then how much of the rest. */
  private static int nearness(JsonNode one, JsonNode other) {
    int score = 0;
    JsonNode input = one.path("input");
    while (score < input.size() && input.path(score).equals(other.path("input").path(score))) {
      score++;
    }
    score *= 8;
    for (String field : List.of("instructions", "tools", "output_schema")) {
      score += one.path(field).equals(other.path(field)) ? 2 : 0;
    }
    return score + (input.size() == other.path("input").size() ? 1 : 0);
  }

  static Optional<String> difference(String path, JsonNode recorded, JsonNode found) {
    if (recorded.equals(found)) {
      return Optional.empty();
    }
    if (recorded.isObject() && found.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      names.addAll(recorded.fields().keySet());
      names.addAll(found.fields().keySet());
      for (String name : names) {
        Optional<String> below =
            difference(path + "." + name, recorded.path(name), found.path(name));
        if (below.isPresent()) {
          return below;
        }
      }
    }
    if (recorded.isArray() && found.isArray()) {
      for (int i = 0; i < Math.max(recorded.size(), found.size()); i++) {
        Optional<String> below = difference(path + "[" + i + "]", recorded.path(i), found.path(i));
        if (below.isPresent()) {
          return below;
        }
      }
    }
    int from = start(recorded, found);
    return Optional.of(
        path + "\n  recorded: " + show(recorded, from) + "\n  found:    " + show(found, from));
  }

  /** A little before the first character that differs between two texts. */
  private static int start(JsonNode recorded, JsonNode found) {
    if (!recorded.isText() || !found.isText()) {
      return 0;
    }
    String one = recorded.asText();
    String other = found.asText();
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same < SHOWN / 2 ? 0 : same - SHOWN / 4;
  }

  private static String show(JsonNode value, int from) {
    if (value.isMissing()) {
      return "nothing";
    }
    if (!value.isText()) {
      String json = JsonTree.write(value);
      return json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "…";
    }
    String text = value.asText();
    int end = Math.min(text.length(), from + SHOWN);
    return (from == 0 ? "" : "…")
        + JsonTree.write(JsonNode.text(text.substring(from, end)))
        + (end == text.length() ? "" : "…");
  }
}
