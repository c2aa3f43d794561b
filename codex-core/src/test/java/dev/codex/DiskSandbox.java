package dev.codex;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.FileStatus.Kind;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Real files without any confinement, and no commands: for tests about links. */
final class DiskSandbox implements Sandbox, FileAccess {

  @Override
  public void require(SandboxPolicy policy) {}

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    throw new ToolException("no commands here");
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    return this;
  }

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return Optional.of(FileStatus.builder()
          .kind(Kind.SYMBOLIC_LINK)
          .linkTarget(Files.readSymbolicLink(path))
          .build());
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(
        Files.isDirectory(path)
            ? FileStatus.of(Kind.DIRECTORY, 0, 0)
            : FileStatus.of(Kind.FILE, Files.size(path), 0));
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return Files.readAllBytes(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .map(child ->
              new FileEntry(child.getFileName().toString(), FileStatus.of(Kind.OTHER, 0, 0)))
          .toList();
    }
  }

  @Override
  public boolean isWritable(Path path) {
    return true;
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    for (FileEdit edit : edits) {
      Files.write(edit.path(), ((FileEdit.Write) edit).content());
    }
  }
}
