package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a policy means on this machine at this moment.
 *
 * @param mounts in order; the first is the root of the file system
 * @param proxy the folder of the socket file that all connections go to
 */
record Confinement(List<Mount> mounts, NetworkAccess network, Optional<Path> proxy) {

  Confinement {
    mounts = List.copyOf(mounts);
  }

  Confinement(List<Mount> mounts, NetworkAccess network) {
    this(mounts, network, Optional.empty());
  }

  /** The same with a way to a proxy. */
  Confinement through(Optional<Path> folder) {
    return new Confinement(mounts, network, folder);
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
