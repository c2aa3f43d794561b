package dev.codex.sandbox.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * What steers git and agents. It stays closed below every folder that may be written, since whoever
 * writes there runs code later and outside of any sandbox.
 */
public final class ProtectedNames {

  private static final Set<String> NAMES = Set.of(".git", ".codex", ".agents");

  private ProtectedNames() {}

  /** Whether a path has such a name in it; in any case, as file systems may ignore it. */
  public static boolean areIn(Path below) {
    for (Path name : below) {
      if (NAMES.contains(name.toString().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
