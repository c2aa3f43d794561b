package dev.codex.sandbox.environment;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of several places, each under what the policy means there. */
final class RoutedFiles implements FileAccess {

  private final RoutedSandbox places;
  private final SandboxPolicy policy;
  private final Map<Sandbox, FileAccess> opened = new ConcurrentHashMap<>();

  RoutedFiles(RoutedSandbox places, SandboxPolicy policy) {
    this.places = places;
    this.policy = policy;
  }

  private FileAccess at(Path path) {
    return opened.computeIfAbsent(places.at(path), place -> place.files(places.in(place, policy)));
  }

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    return at(path).status(path);
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return at(path).read(path);
  }

  @Override
  public InputStream open(Path path) throws IOException {
    return at(path).open(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    return at(directory).list(directory);
  }

  @Override
  public boolean isWritable(Path path) {
    return at(path).isWritable(path);
  }

  /** All in one place, since edits in two could not be undone together. */
  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    List<FileAccess> where =
        edits.stream().map(edit -> at(edit.path())).distinct().toList();
    if (where.size() > 1) {
      throw new IOException("these edits are in more than one environment, where they cannot be"
          + " made all or none; make one change for each environment");
    }
    if (!where.isEmpty()) {
      where.get(0).apply(edits);
    }
  }
}
