package dev.codex.internal.ignore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code .gitignore} files from a root down to a folder say. Immutable: each folder with
 * a file of its own has rules that lead back to those above it.
 */
public final class IgnoreRules {

  /** Nothing is ignored but the data of git itself. */
  public static final IgnoreRules NONE = new IgnoreRules(null, 0, List.of());

  private final @Nullable IgnoreRules above;
  private final int prefix; // how much of a path belongs to the folder of these rules
  private final List<Rule> rules;

  private IgnoreRules(@Nullable IgnoreRules above, int prefix, List<Rule> rules) {
    this.above = above;
    this.prefix = prefix;
    this.rules = rules;
  }

  /**
   * These rules and those of one more file.
   *
   * @param folder where the file lies, from the root and with slashes; empty for the root
   * @param text of the file
   */
  public IgnoreRules plus(String folder, String text) {
    List<Rule> more = new ArrayList<>();
    text.lines().forEach(line -> Rule.parse(line, more));
    return more.isEmpty()
        ? this
        : new IgnoreRules(this, folder.isEmpty() ? 0 : folder.length() + 1, List.copyOf(more));
  }

  /**
   * Whether git would not look at this. A folder above it must have been asked about before: what
   * lies in an ignored folder cannot be called back.
   *
   * @param path from the root, with slashes
   */
  public boolean ignores(String path, boolean isFolder) {
    int name = path.lastIndexOf('/') + 1;
    if (path.endsWith(".git") && path.length() - name == 4) {
      return true;
    }
    for (IgnoreRules level = this; level != null; level = level.above) {
      for (int i = level.rules.size() - 1; i >= 0; i--) {
        Rule rule = level.rules.get(i);
        if (rule.matches(path, level.prefix, name, isFolder)) {
          return !rule.negated();
        }
      }
    }
    return false;
  }
}
