package dev.codex.internal.gate;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.internal.files.ForwardingFiles;
import dev.codex.internal.harm.Loss;
import dev.codex.internal.harm.Territory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Counts what edits destroy before they are made, and refuses what is too much. */
record GuardedFiles(FileAccess files, Guard guard) implements ForwardingFiles {

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    Loss loss = Loss.NONE;
    PathFacts facts = new PathFacts(files);
    for (FileEdit edit : edits) {
      if (Territory.isInRepository(edit.path())
          || Territory.isInRepository(facts.realPath(edit.path()))) {
        throw denied(edit.path(), "it belongs to the inside of a git repository");
      }
      loss = loss.plus(loss(edit));
    }
    Optional<String> problem = guard.spend(loss);
    if (problem.isPresent()) {
      throw denied(edits.get(0).path(), problem.get());
    }
    files.apply(edits);
  }

  private Loss loss(FileEdit edit) throws IOException {
    boolean deletes = edit instanceof FileEdit.Delete;
    if (!deletes && !(edit instanceof FileEdit.Write)) {
      return Loss.NONE;
    }
    Optional<FileStatus> status = files.status(edit.path());
    if (status.isEmpty()) {
      return Loss.NONE;
    }
    long size = status.get().size();
    return deletes ? Loss.ofDeleted(size) : Loss.ofOverwritten(size);
  }

  private static AccessDeniedException denied(Path path, String why) {
    return new AccessDeniedException(path.toString(), null, why);
  }
}
