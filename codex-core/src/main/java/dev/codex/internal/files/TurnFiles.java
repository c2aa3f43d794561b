package dev.codex.internal.files;

import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileHistory;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Tells the file history what a turn may be about to change, before it happens. A command may
 * change whatever its policy lets it write; an edit changes what it names. Safe for all threads of
 * the turn.
 */
public final class TurnFiles {

  private final Optional<FileHistory.Recording> recording;
  private final Path workspace;
  private final MadeFiles made;

  private TurnFiles(Optional<FileHistory.Recording> recording, Path workspace, MadeFiles made) {
    this.recording = recording;
    this.workspace = workspace;
    this.made = made;
  }

  /**
   * A turn that nobody records.
   *
   * @param made what the session has made so far
   */
  public static TurnFiles unrecorded(MadeFiles made) {
    return new TurnFiles(Optional.empty(), Path.of(""), made);
  }

  /**
   * A turn that is recorded.
   *
   * @param workspace what counts as changed by commands that nothing confines
   * @param made what the session has made so far
   */
  public static TurnFiles recordedBy(
      FileHistory.Recording recording, Path workspace, MadeFiles made) {
    return new TurnFiles(Optional.of(recording), workspace, made);
  }

  /** The files that are the session's own, those of its earlier turns included. */
  public MadeFiles made() {
    return made;
  }

  /**
   * Remembers files that a command is about to change, wherever they are.
   *
   * @param policy that the command runs under
   * @return those that would not come back; all, if nobody records
   */
  public List<Path> keep(Collection<Path> files, SandboxPolicy policy) {
    if (recording.isEmpty() || files.isEmpty()) {
      return List.copyOf(files);
    }
    recording.get().include(writable(policy));
    recording.get().include(List.copyOf(files));
    return recording.get().unkept(files);
  }

  /** The same right to run commands, watched. */
  public CommandRunner watched(CommandRunner commands, SandboxPolicy policy) {
    if (recording.isEmpty()) {
      return commands;
    }
    return command -> {
      recording.get().include(writable(policy));
      return commands.start(command);
    };
  }

  /** The same right to edit files, watched. */
  public FileAccess watched(FileAccess files) {
    if (recording.isEmpty()) {
      return files;
    }
    return new WatchedFiles(
        files,
        edits -> recording.get().include(edits.stream().map(FileEdit::path).toList()));
  }

  private List<Path> writable(SandboxPolicy policy) {
    if (policy instanceof SandboxPolicy.ReadOnly) {
      return List.of();
    }
    if (policy instanceof SandboxPolicy.WorkspaceWrite write) {
      return write.roots();
    }
    if (policy instanceof SandboxPolicy.Profile profile) {
      return profile.rules().stream()
          .filter(rule -> rule.access() == PathRule.Access.WRITE)
          .map(PathRule::base)
          .toList();
    }
    return List.of(workspace);
  }

  /** Ends the recording; returns what a person should know. */
  public List<String> end() {
    try {
      return recording.map(FileHistory.Recording::end).orElse(List.of());
    } catch (RuntimeException e) {
      return List.of("This turn cannot be undone: " + e.getMessage());
    }
  }
}
