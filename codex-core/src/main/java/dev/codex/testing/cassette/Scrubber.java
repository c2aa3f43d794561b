package dev.codex.testing.cassette;

import dev.codex.internal.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of texts what must not be in a cassette, and what is another thing in every run. */
final class Scrubber {

  private static final String REDACTED = "<redacted>";

  /** A key has to begin where a word does, lest encrypted text is taken for one. */
  private static final Pattern KEYS = Pattern.compile("(?<![A-Za-z0-9_/+=-])(?:"
      + "sk-[A-Za-z0-9_-]{16,}"
      + "|gh[pousr]_[A-Za-z0-9]{20,}"
      + "|github_pat_[A-Za-z0-9_]{20,}"
      + "|xox[abeprs]-[A-Za-z0-9-]{10,}"
      + "|AKIA[0-9A-Z]{16}"
      + "|AIza[0-9A-Za-z_-]{35}"
      + "|eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*"
      + ")");

  private static final Pattern BEARER =
      Pattern.compile("(?i)\\b(bearer|basic) +[A-Za-z0-9._~+/-]{8,}=*");

  private static final Pattern PRIVATE_KEY = Pattern.compile(
      "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\\z)", Pattern.DOTALL);

  /** Patterns whose first group, where there is one, is kept in front of the placeholder. */
  private static final List<Volatile> VOLATILE = List.of(
      new Volatile("()[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "<uuid>"),
      new Volatile("(<current_date>)[^<]*", "<date>"),
      new Volatile("(<timezone>)[^<]*", "<zone>"),
      new Volatile(
          "()\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?",
          "<time>"),
      new Volatile("(Chunk ID: )[0-9a-f]+", "<chunk>"),
      new Volatile("(Wall time:? )\\d+(?:\\.\\d+)?", "<seconds>"),
      new Volatile("(aborted by user after )\\d+(?:\\.\\d+)?", "<seconds>"),
      new Volatile("(running with session ID )\\d+", "<process>"));

  private final List<String> secrets = new ArrayList<>();
  private final List<Map.Entry<String, String>> replacements;

  Scrubber(List<String> secrets, Map<String, String> replacements) {
    for (String secret : secrets) {
      this.secrets.add(secret);
      String quoted = Json.quote(secret);
      this.secrets.add(quoted.substring(1, quoted.length() - 1));
    }
    this.secrets.sort(Comparator.comparingInt(String::length).reversed());
    this.replacements = replacements.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Without secrets, and with placeholders for what the host named. */
  String clean(String text) {
    String clean = redact(text);
    for (Map.Entry<String, String> replacement : replacements) {
      clean = clean.replace(replacement.getKey(), replacement.getValue());
    }
    return clean;
  }

  String redact(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, REDACTED);
    }
    clean = KEYS.matcher(clean).replaceAll(REDACTED);
    clean = BEARER.matcher(clean).replaceAll("$1 " + REDACTED);
    return PRIVATE_KEY.matcher(clean).replaceAll(REDACTED);
  }

  /** Clean, and with placeholders for what differs from run to run. */
  String stable(String text) {
    String stable = clean(text);
    for (Volatile changing : VOLATILE) {
      stable = changing
          .pattern
          .matcher(stable)
          .replaceAll("$1" + Matcher.quoteReplacement(changing.placeholder));
    }
    return stable;
  }

  /** The tree with the host's texts where their placeholders stand. */
  JsonNode restore(JsonNode tree) {
    return JsonTree.mapTexts(tree, text -> {
      String restored = text;
      for (Map.Entry<String, String> replacement : replacements) {
        restored = restored.replace(replacement.getValue(), replacement.getKey());
      }
      return restored;
    });
  }

  /** The line, once more looked through: what got past the scrubbing must not reach the disk. */
  String checked(String line) {
    for (String secret : secrets) {
      if (line.contains(secret)) {
        throw new AssertionError(
            "A value that has to be redacted would get into the cassette; nothing was written.");
      }
    }
    return line;
  }

  private record Volatile(Pattern pattern, String placeholder) {
    Volatile(String pattern, String placeholder) {
      this(Pattern.compile(pattern), placeholder);
    }
  }
}
