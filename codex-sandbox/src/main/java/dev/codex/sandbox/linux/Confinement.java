package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import java.nio.file.Path;
import java.util.List;

/**
 * What a policy means on this machine at this moment.
 *
 * @param mounts in order; the first is the root of the file system
 */
record Confinement(List<Mount> mounts, NetworkAccess network) {

  Confinement {
    mounts = List.copyOf(mounts);
  }

  /** The folders that are there on the host only because a mount needs something to cover. */
  List<Path> blocked() {
    return mounts.stream()
        .filter(Mount.Blocked.class::isInstance)
        .map(Mount::path)
        .toList();
  }

  List<Path> writable() {
    return mounts.stream()
        .filter(Mount.Writable.class::isInstance)
        .map(Mount::path)
        .toList();
  }
}
