package dev.codex.internal.harm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program text in a language that is not read here, such as what follows {@code python -c}. Only
 * its words are looked at: whether some of them delete or replace files, and which places it names.
 */
record CodeText(String text) {

  private static final Pattern HARM = Pattern.compile("\\b(rmtree|remove|removedirs|removeSync"
      + "|unlink|unlinkSync|rmdir|rmdirSync|rm|rmSync|rm_rf|rm_r|rm_f|remove_entry|remove_dir"
      + "|remove_tree|delete|truncate|truncateSync|rename|renameSync|replace|move|write_text"
      + "|write_bytes|writeFile|writeFileSync|file_put_contents|copyfile|copytree)\\b"
      + "|open\\s*\\([^)]*,\\s*['\"](w|r\\+|x|>)");

  private static final Pattern HOME =
      Pattern.compile("expanduser|Path\\.home|\\bHOME\\b|homedir|Dir\\.home|USERPROFILE");

  /** Where a slash is a separator and no folder. */
  private static final Pattern SEPARATOR = Pattern.compile(
      "\\b(split|rsplit|partition|rpartition|join|replace|strip|rstrip)\\s*\\([^)]*\\)"
          + "|(['\"])/\\2\\s*\\.join");

  /** Possessive, since what may be tried again costs a stack frame for each character. */
  private static final Pattern LITERAL = Pattern.compile(
      "'((?:[^'\\\\\\n]++|\\\\.)*+)'" + "|\"((?:[^\"\\\\\\n]++|\\\\.)*+)\"|`([^`\\n]*)`");

  /** What stands in quotes. */
  List<String> literals() {
    List<String> literals = new ArrayList<>();
    Matcher matcher = LITERAL.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        Optional.ofNullable(matcher.group(group)).ifPresent(literals::add);
      }
    }
    return literals;
  }

  /**
   * What it may destroy at a place where it should not; empty if nothing says so.
   *
   * @param isForeign whether a path, perhaps a relative one, is such a place
   */
  Optional<String> reach(Predicate<String> isForeign) {
    if (!HARM.matcher(text).find()) {
      return Optional.empty();
    }
    if (HOME.matcher(text).find()) {
      return Optional.of("a program text that deletes or replaces files names the home folder");
    }
    return new CodeText(SEPARATOR.matcher(text).replaceAll(""))
        .literals().stream()
            .filter(literal -> literal.matches("(/|~|\\.\\./|\\.\\.$).*"))
            .map(literal -> literal.replaceFirst("[*?\\[{].*", ""))
            .filter(isForeign)
            .findFirst()
            .map(place -> "a program text that deletes or replaces files names " + place
                + ", which is outside of the workspace");
  }
}
