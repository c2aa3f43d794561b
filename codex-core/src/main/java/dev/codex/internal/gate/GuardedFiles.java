package dev.codex.internal.gate;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.internal.files.ForwardingFiles;
import dev.codex.internal.files.MadeFiles;
import dev.codex.internal.harm.Loss;
import dev.codex.internal.harm.Territory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what edits destroy before they are made, and refuses what is too much. */
record GuardedFiles(FileAccess files, Guard guard, MadeFiles made) implements ForwardingFiles {

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    Loss loss = Loss.NONE;
    List<Path> come = new ArrayList<>();
    PathFacts facts = new PathFacts(files);
    for (FileEdit edit : edits) {
      if (Territory.isInRepository(edit.path())
          || Territory.isInRepository(facts.realPath(edit.path()))) {
        throw denied(edit.path(), "it belongs to the inside of a git repository");
      }
      loss = loss.plus(loss(edit, come));
    }
    Optional<String> problem = guard.spend(loss);
    if (problem.isPresent()) {
      throw denied(edits.get(0).path(), problem.get());
    }
    files.apply(edits);
    List<Path> gone = edits.stream()
        .filter(FileEdit.Delete.class::isInstance)
        .map(FileEdit::path)
        .toList();
    made.remove(gone);
    made.add(gone.isEmpty() ? come : List.of()); // else one may have moved
  }

  /** What an edit destroys; what it makes where nothing is goes to the list. */
  private Loss loss(FileEdit edit, List<Path> come) throws IOException {
    boolean deletes = edit instanceof FileEdit.Delete;
    if (!deletes && !(edit instanceof FileEdit.Write)) {
      return Loss.NONE;
    }
    Optional<FileStatus> status = files.status(edit.path());
    if (status.isEmpty()) {
      come.add(edit.path().normalize());
      return Loss.NONE;
    }
    long size = status.get().size();
    return deletes ? Loss.ofDeleted(size) : Loss.ofOverwritten(size);
  }

  private static AccessDeniedException denied(Path path, String why) {
    return new AccessDeniedException(path.toString(), null, why);
  }
}
