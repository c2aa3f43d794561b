package dev.codex.sandbox.rules.shell;

import java.util.List;
import java.util.Set;

/** The arguments of {@code find} that only look. */
final class HarmlessFind {

  private static final Set<String> ALONE = Set.of(
      "-a",
      "-and",
      "-o",
      "-or",
      "-not",
      "!",
      "(",
      ")",
      ",",
      "-daystart",
      "-depth",
      "-empty",
      "-executable",
      "-false",
      "-follow",
      "-ls",
      "-mount",
      "-nogroup",
      "-noleaf",
      "-nouser",
      "-nowarn",
      "-print",
      "-print0",
      "-prune",
      "-quit",
      "-readable",
      "-true",
      "-warn",
      "-writable",
      "-xdev",
      "-H",
      "-L",
      "-P",
      "-d",
      "-X",
      "-x",
      "-E");

  private static final Set<String> WITH_A_VALUE = Set.of(
      "-amin",
      "-anewer",
      "-atime",
      "-cmin",
      "-cnewer",
      "-ctime",
      "-fstype",
      "-gid",
      "-group",
      "-ilname",
      "-iname",
      "-inum",
      "-ipath",
      "-iregex",
      "-iwholename",
      "-links",
      "-lname",
      "-maxdepth",
      "-mindepth",
      "-mmin",
      "-mtime",
      "-name",
      "-newer",
      "-newermt",
      "-path",
      "-perm",
      "-printf",
      "-regex",
      "-regextype",
      "-samefile",
      "-size",
      "-type",
      "-uid",
      "-used",
      "-user",
      "-wholename",
      "-xtype");

  private HarmlessFind() {}

  static boolean permits(List<String> arguments) {
    boolean folders = true;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      boolean operator = word.startsWith("-") || word.matches("[!(),]");
      if (folders && !operator) {
        continue;
      }
      folders &= word.matches("-[HLPXxEd]");
      if (WITH_A_VALUE.contains(word)) {
        i++;
      } else if (!ALONE.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
