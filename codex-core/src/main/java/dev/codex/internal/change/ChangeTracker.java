package dev.codex.internal.change;

import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.item.ChangedFile;
import dev.codex.item.FileChange;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how files were before a turn touched them. What tools edit is remembered file by file;
 * what commands may change is found by comparing the workspace before the turn's first command with
 * the workspace at its end. May be used by several calls at once.
 */
public final class ChangeTracker {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeTracker.class);
  private static final int MAX_LINKS = 40;

  private final Path workspace;
  private final Set<Path> exempt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Baseline> touched = new HashMap<>(); // guarded by lock
  private final Map<Path, Path> moves = new HashMap<>(); // guarded by lock
  private final AtomicReference<@Nullable FutureTask<Snapshot>> snapshot = new AtomicReference<>();

  /**
   * Nothing is known yet.
   *
   * @param exempt files and folders in which nothing is a change that the turn has made
   */
  public ChangeTracker(Path workspace, Set<Path> exempt) {
    this.workspace = workspace;
    this.exempt = exempt;
  }

  /** To be called before edits are made through these files. */
  public void beforeEdits(List<FileEdit> edits, FileAccess files) {
    for (FileEdit edit : edits) {
      try {
        Path path = edit instanceof FileEdit.Write ? followed(edit.path(), files) : edit.path();
        remember(path, files);
      } catch (IOException | RuntimeException e) {
        LOG.debug("How {} was before an edit is not known", edit.path(), e);
      }
    }
  }

  private static Path followed(Path start, FileAccess files) throws IOException {
    Path path = start.normalize();
    for (int links = 0; links < MAX_LINKS; links++) {
      Optional<Path> target = files.status(path).flatMap(FileStatus::linkTarget);
      if (target.isEmpty()) {
        return path;
      }
      path = path.resolveSibling(target.get()).normalize();
    }
    return start;
  }

  private void remember(Path path, FileAccess files) throws IOException {
    if (isKnown(path)) {
      return;
    }
    Baseline before = Baseline.of(path, files);
    Snapshot earlier = taken();
    if (earlier != null && path.startsWith(workspace)) {
      before = older(earlier.find(path), before);
    }
    lock.lock();
    try {
      touched.putIfAbsent(path, before);
    } finally {
      lock.unlock();
    }
  }

  private boolean isKnown(Path path) {
    lock.lock();
    try {
      return touched.containsKey(path);
    } finally {
      lock.unlock();
    }
  }

  /** A command may have changed the file since the snapshot, which then knows better. */
  private static Baseline older(@Nullable Baseline snapshot, Baseline now) {
    if (snapshot == null || snapshot.content() != null || snapshot.isLink()) {
      return snapshot == null ? now : snapshot;
    }
    return snapshot.status().equals(now.status()) ? now : snapshot;
  }

  private @Nullable Snapshot taken() {
    FutureTask<Snapshot> task = snapshot.get();
    return task != null && task.isDone() ? result(task) : null;
  }

  /** The same runner, which sees to it that changes by commands can be told afterwards. */
  public CommandRunner watch(
      CommandRunner commands, SandboxPolicy policy, Supplier<FileAccess> files) {
    if (policy instanceof SandboxPolicy.ReadOnly) {
      return commands;
    }
    return command -> {
      look(files);
      return commands.start(command);
    };
  }

  private void look(Supplier<FileAccess> files) {
    if (snapshot.get() == null) {
      FutureTask<Snapshot> task = new FutureTask<>(
          () -> Snapshot.of(workspace, exempt, files.get(), Snapshot.Contents.KEPT));
      if (snapshot.compareAndSet(null, task)) {
        task.run();
      }
    }
    FutureTask<Snapshot> task = snapshot.get();
    if (task != null) {
      result(task);
    }
  }

  private static @Nullable Snapshot result(FutureTask<Snapshot> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.debug("The workspace could not be looked at", e.getCause());
    }
    return null;
  }

  /** What a patch says about moves cannot be seen on disk. */
  public void note(FileChange change) {
    lock.lock();
    try {
      for (ChangedFile file : change.changes()) {
        file.movedTo().ifPresent(target -> moves.put(target, file.path()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Compares with what is there now. */
  public TurnChanges finish(Supplier<FileAccess> source) {
    FutureTask<Snapshot> task = snapshot.get();
    lock.lock();
    try {
      if (touched.isEmpty() && task == null) {
        return TurnChanges.NONE;
      }
    } finally {
      lock.unlock();
    }
    try {
      FileAccess files = source.get();
      Comparison comparison = new Comparison(files);
      Snapshot before = task == null ? null : result(task);
      if (before != null && before.isComplete()) {
        comparison.addSnapshot(
            before, Snapshot.of(workspace, exempt, files, Snapshot.Contents.NOT_NEEDED));
      }
      lock.lock();
      try {
        comparison.addTouched(touched);
        comparison.addMoves(moves);
      } finally {
        lock.unlock();
      }
      return new TurnChanges(root(files), comparison.deltas());
    } catch (IOException | RuntimeException e) {
      LOG.debug("What the turn has changed could not be found out", e);
      return TurnChanges.NONE;
    }
  }

  /** The repository's folder if the workspace lies in one, as paths of git start there. */
  private Path root(FileAccess files) throws IOException {
    for (Path folder = workspace; folder != null; folder = folder.getParent()) {
      if (files.status(folder.resolve(".git")).isPresent()) {
        return folder;
      }
    }
    return workspace;
  }
}
