package dev.codex.sandbox.rules.shell;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The commands of {@code git} that only look. Even these run what the repository's configuration
 * names (a file system monitor, a diff driver, a filter), so they are harmless in a sandbox only.
 */
final class HarmlessGit {

  /** Options that make any of them write, run another program or look elsewhere. */
  private static final List<String> HARMFUL = List.of(
      "--output",
      "--ext-diff",
      "--textconv",
      "--exec",
      "--paginate",
      "--open-files-in-pager",
      "--no-index",
      "--show-signature",
      "--upload-pack",
      "--receive-pack",
      "--filters",
      "--file",
      "--git-dir",
      "--work-tree",
      "--config-env",
      "-O",
      "--remerge-diff",
      "--contents");

  private static final Set<String> LOOKING = Set.of(
      "status",
      "log",
      "diff",
      "show",
      "ls-files",
      "ls-tree",
      "rev-parse",
      "rev-list",
      "describe",
      "shortlog",
      "blame",
      "merge-base",
      "name-rev",
      "show-ref",
      "for-each-ref",
      "cat-file",
      "grep",
      "diff-tree",
      "diff-index",
      "diff-files",
      "count-objects",
      "check-ignore",
      "whatchanged",
      "range-diff",
      "cherry",
      "show-branch",
      "version");

  /** Commands that look only with these arguments. */
  private static final Map<String, String> LOOKING_IF = Map.of(
      "branch",
      "|(-(l|a|r|v|vv|av|rv|avv|a -v|a -vv|r -v)|--list|--show-current|--all|--remotes|--verbose"
          + "|--sort=[a-z:-]+|--format=[^ ]*|--contains|--merged|--no-merged)( (-v|-vv|-a|-r"
          + "|--all|--remotes|--verbose|--sort=[a-z:-]+|--format=[^ ]*))*",
      "remote",
      "|-v|--verbose|show -n [A-Za-z0-9_.-]+|get-url [A-Za-z0-9_.-]+",
      "stash",
      "list|show|show -p|show --stat",
      "tag",
      "|-l|--list|-n|-l [^ ]+|--list [^ ]+|--sort=[a-z:-]+",
      "config",
      "--get [A-Za-z0-9_.-]+|--list|-l|--get-regexp [^ ]+",
      "worktree",
      "list|list --porcelain",
      "reflog",
      "|show|-[0-9]+|show -[0-9]+|-n [0-9]+");

  private HarmlessGit() {}

  static boolean permits(List<String> arguments) {
    List<String> rest = !arguments.isEmpty() && arguments.get(0).equals("--no-pager")
        ? arguments.subList(1, arguments.size())
        : arguments;
    if (rest.isEmpty() || rest.stream().anyMatch(HarmlessGit::isHarmful)) {
      return false;
    }
    String command = rest.get(0);
    List<String> options = rest.subList(1, rest.size());
    if (LOOKING.contains(command)) {
      return true;
    }
    String pattern = LOOKING_IF.get(command);
    return pattern != null && String.join(" ", options).matches(pattern);
  }

  /** Options can be shortened, and formats with a signature in them start the program for it. */
  private static boolean isHarmful(String word) {
    String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    boolean named = option.startsWith("--")
        && option.length() > 4
        && HARMFUL.stream().anyMatch(bad -> bad.startsWith(option));
    boolean letter = word.matches("-[OcCf].*");
    return named || letter || word.matches("(?s).*%G.*");
  }
}
