package dev.codex.internal.files;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files whose whole content is a session's own: they were not there before it wrote them, and
 * nothing was put in their place since. Safe for all threads.
 */
public final class MadeFiles {

  private final Set<Path> paths = ConcurrentHashMap.newKeySet();

  public boolean contains(Path file) {
    return paths.contains(file);
  }

  public void add(Collection<Path> files) {
    paths.addAll(files);
  }

  /** What is at these paths and below is somebody else's, or will be once it is there again. */
  public void remove(Collection<Path> places) {
    places.forEach(place -> paths.removeIf(path -> path.startsWith(place)));
  }
}
