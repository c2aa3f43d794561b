package dev.codex.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.FileEdit;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that puts a link in the place of a folder after an edit in it was allowed. */
class LinkRaceTest {

  @TempDir
  Path base;

  private Path folder;
  private Path outside;
  private Changes changes;

  /** Entries are written between the judgement and the deed. */
  private final class SwappingLog extends EditLog {
    SwappingLog() {
      super(null, null);
    }

    @Override
    void add(EditRecord record) throws IOException {
      Files.move(folder, folder.resolveSibling("away"));
      Files.createSymbolicLink(folder, outside);
    }
  }

  @BeforeEach
  void folders() throws IOException {
    Path root = Files.createDirectory(base.toRealPath().resolve("root"));
    folder = Files.createDirectory(root.resolve("folder"));
    outside = Files.createDirectory(base.toRealPath().resolve("outside"));
    Files.createDirectory(folder.resolve("inner"));
    Files.createDirectory(outside.resolve("inner"));
    Files.setAttribute(outside.resolve("inner"), "unix:mode", 0700);
    changes = new Changes(
        WritableArea.of(SandboxPolicy.workspaceWrite(root), List.of()), new SwappingLog());
  }

  private void assertStaysInside(FileEdit edit) throws IOException {
    assertThatThrownBy(() -> changes.make(edit, Changes.Undo.POSSIBLE))
        .isInstanceOf(IOException.class);
    assertThat(outside).isDirectoryContaining(path -> path.endsWith("inner"));
    assertThat(outside.toFile().list()).hasSize(1);
    assertThat(UnixMode.of(outside.resolve("inner")).mode()).isEqualTo(0700);
  }

  @Test
  void noFolderIsMadeThroughALink() throws IOException {
    assertStaysInside(FileEdit.createDirectory(folder.resolve("new")));
  }

  @Test
  void noLinkIsMadeThroughALink() throws IOException {
    assertStaysInside(FileEdit.createSymbolicLink(folder.resolve("new"), Path.of("x")));
  }

  @Test
  void noFolderIsDeletedThroughALink() throws IOException {
    assertStaysInside(FileEdit.deleteDirectory(folder.resolve("inner")));
  }

  @Test
  void noModeIsSetThroughALink() throws IOException {
    assertStaysInside(FileEdit.setMode(folder.resolve("inner"), 0777));
  }
}
