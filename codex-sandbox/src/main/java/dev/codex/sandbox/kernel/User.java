package dev.codex.sandbox.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user as the kernel knows it. */
public record User(int id, int group) {

  /** The user of this JVM. */
  public static User current() {
    try {
      Path self = Path.of("/proc/self");
      return new User((Integer) Files.getAttribute(self, "unix:uid"), (Integer)
          Files.getAttribute(self, "unix:gid"));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc is needed to know the user", e);
    }
  }

  public boolean isRoot() {
    return id == 0;
  }
}
