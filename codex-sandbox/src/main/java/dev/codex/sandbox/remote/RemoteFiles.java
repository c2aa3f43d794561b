package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.Profile;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import dev.codex.sandbox.files.ProtectedNames;
import dev.codex.sandbox.protocol.FileStatusCodec;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Files where an executor runs. The executor enforces the policy, since only it can tell where a
 * link leads; {@link #isWritable} is the answer that the policy gives by name.
 */
final class RemoteFiles implements FileAccess {

  private static final Path TEMP = Path.of("/tmp");

  private final FileCalls calls;
  private final RemoteSandbox sandbox;
  private final SandboxPolicy policy;

  RemoteFiles(ExecClient client, RemoteSandbox sandbox, SandboxPolicy policy) {
    this.calls = new FileCalls(client, policy);
    this.sandbox = sandbox;
    this.policy = policy;
  }

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(FileStatusCodec.read(calls.metadata(path)));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return calls.read(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    for (JsonNode entry : calls.entries(directory)) {
      String name = entry.path("fileName").asText();
      if (entry.path("status").isObject()) {
        entries.add(new FileEntry(name, FileStatusCodec.read(entry)));
      } else {
        status(directory.resolve(name))
            .ifPresent(status -> entries.add(new FileEntry(name, status)));
      }
    }
    entries.sort(Comparator.comparing(FileEntry::name));
    return List.copyOf(entries);
  }

  @Override
  public boolean isWritable(Path path) {
    Path file = path.toAbsolutePath().normalize();
    if (policy instanceof SandboxPolicy.ReadOnly) {
      return false;
    }
    if (policy instanceof WorkspaceWrite write) {
      return write.roots().stream().anyMatch(root -> isOpen(root, file))
          || write.tempFolders() == TempFolders.WRITABLE && isOpen(TEMP, file);
    }
    if (policy instanceof Profile profile) {
      return profile.access(file) == PathRule.Access.WRITE && !ProtectedNames.areIn(file)
          || profile.tempFolders() == TempFolders.WRITABLE && isOpen(TEMP, file);
    }
    return true;
  }

  private static boolean isOpen(Path root, Path file) {
    return file.startsWith(root) && !ProtectedNames.areIn(root.relativize(file));
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    if (edits.isEmpty() || calls.apply(edits)) {
      return;
    }
    RemoteChanges changes = new RemoteChanges(this, calls, sandbox, policy);
    try {
      for (FileEdit edit : edits) {
        changes.make(edit);
      }
    } catch (IOException | RuntimeException e) {
      changes.undo(e);
      throw e;
    }
  }
}
