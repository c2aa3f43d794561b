package dev.codex.internal.harm;

import dev.codex.internal.harm.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What git would delete, or replace by what it has. */
final class GitHarm {

  /** Options in front of the command whose value is the next word. */
  private static final Set<String> WITH_VALUE =
      Set.of("-c", "--git-dir", "--work-tree", "--namespace", "--config-env", "--attr-source");

  private static final Word HERE = new Word(".", true, false);
  private static final List<Word> ALL = List.of(new Word("*", true, true));

  private final List<Effect> effects = new ArrayList<>();

  private GitHarm() {}

  static List<Effect> of(Arguments arguments) {
    GitHarm harm = new GitHarm();
    harm.read(arguments.words());
    return harm.effects;
  }

  private void read(List<Word> arguments) {
    Word folder = HERE;
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i).text();
      if (text.equals("-C") && i + 1 < arguments.size()) {
        folder = arguments.get(++i);
      } else if (WITH_VALUE.contains(text)) {
        i++;
      } else if (!text.startsWith("-")) {
        command(text, folder, new Arguments(arguments.subList(i + 1, arguments.size())));
        return;
      }
    }
  }

  private void command(String command, Word folder, Arguments rest) {
    List<Word> paths = rest.operands();
    boolean isForced = rest.has("f", "--force", "--discard-changes");
    switch (command) {
      case "clean" -> delete(isForced, rest, in(folder, paths.isEmpty() ? ALL : paths));
      case "rm" -> delete(isForced, rest, in(folder, paths));
      case "checkout" -> {
        if (isForced || !paths.isEmpty() && !rest.has("bB", "--orphan")) {
          effects.add(new Effect.Discard(folder, isForced ? List.of() : paths));
        }
      }
      case "restore" -> {
        boolean isOfIndex = rest.has("S", "--staged") && !rest.has("W", "--worktree");
        if (!paths.isEmpty() && !isOfIndex) {
          effects.add(new Effect.Discard(folder, paths));
        }
      }
      case "switch", "reset" -> {
        if (command.equals("switch") ? isForced : rest.has("", "--hard")) {
          effects.add(new Effect.Discard(folder, List.of()));
        }
      }
      default -> {} // of the others none replaces what was not committed
    }
  }

  private void delete(boolean isForced, Arguments rest, List<Word> targets) {
    if (isForced && !rest.has("n", "--dry-run", "--cached")) {
      effects.add(new Effect.DeleteTrees(targets));
    }
  }

  private static List<Word> in(Word folder, List<Word> paths) {
    return folder.equals(HERE)
        ? paths
        : paths.stream()
            .map(path -> new Word(
                folder.text() + "/" + path.text(),
                folder.isExact() && path.isExact(),
                path.isGlob()))
            .toList();
  }
}
