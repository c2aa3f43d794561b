package dev.codex.sandbox.files;

import dev.codex.error.SandboxUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers where the folders of a policy led when they were first seen. A command that can write
 * above one could put a link in its place, or where it is missing, and the next command would then
 * write wherever the link leads.
 */
public final class KnownFolders {

  private final Map<Path, Path> known = new ConcurrentHashMap<>();

  /**
   * The folder without symbolic links; empty while it is not there.
   *
   * @throws SandboxUnavailableException if it leads elsewhere than before
   */
  public Optional<Path> real(Path folder) {
    try {
      Path expected = known.get(folder);
      if (expected == null) {
        expected = expected(folder);
        known.put(folder, expected);
      }
      if (!Files.isDirectory(folder)) {
        return Optional.empty();
      }
      Path real = folder.toRealPath();
      if (!real.equals(expected)) {
        throw new SandboxUnavailableException("The writable folder " + folder + " led to "
            + expected + " before and leads to " + real
            + " now. If that is as you want it, make a new sandbox.");
      }
      return Optional.of(real);
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          "The writable folder " + folder + " cannot be looked at (" + e.getMessage()
              + "). Leave it out of the policy.",
          e);
    }
  }

  /** What is missing is expected to become a folder, not a link. */
  private static Path expected(Path folder) throws IOException {
    Path there = folder;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(folder)).normalize();
  }
}
