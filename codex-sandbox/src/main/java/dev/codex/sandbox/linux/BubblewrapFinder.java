package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** Finds a {@code bwrap} that nobody but root can have changed. Never looks at {@code PATH}. */
final class BubblewrapFinder {

  static final List<Path> PLACES = List.of(
      Path.of("/usr/bin/bwrap"),
      Path.of("/bin/bwrap"),
      Path.of("/usr/local/bin/bwrap"),
      Path.of("/run/current-system/sw/bin/bwrap"));

  /** The kernel's number for owners that a user namespace does not know. */
  private static final int NOBODY = 65534;

  private final List<Path> places;

  BubblewrapFinder(List<Path> places) {
    this.places = List.copyOf(places);
  }

  /**
   * The first one.
   *
   * @throws SandboxUnavailableException saying how to get one
   */
  Path find() {
    for (Path place : places) {
      if (Files.isExecutable(place)) {
        return trusted(place);
      }
    }
    throw new SandboxUnavailableException("bubblewrap is not installed (looked for "
        + places.get(0)
        + "). Install it with 'apt-get install bubblewrap' or 'dnf install bubblewrap'.");
  }

  private static Path trusted(Path place) {
    try {
      Path real = place.toRealPath();
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(real);
      Object owner = Files.getAttribute(real, "unix:uid");
      if (owner.equals(NOBODY)) {
        throw new SandboxUnavailableException(real
            + " belongs to a user who is unknown here, so it is not trusted. This JVM seems to run"
            + " in a user namespace; if that confines it already, say so with"
            + " SandboxPolicy.external(...).");
      }
      if (!owner.equals(0)
          || mode.contains(PosixFilePermission.OTHERS_WRITE)
          || mode.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new SandboxUnavailableException(real
            + " can be changed by somebody other than root, so it is not trusted. Install"
            + " bubblewrap from a package.");
      }
      return real;
    } catch (IOException e) {
      throw new SandboxUnavailableException(place + " cannot be looked at: " + e.getMessage(), e);
    }
  }
}
