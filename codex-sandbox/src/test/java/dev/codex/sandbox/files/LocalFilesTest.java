package dev.codex.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {

  @TempDir
  Path base;

  private Path root;
  private Path outside;
  private LocalFiles workspace;
  private LocalFiles everywhere;

  @BeforeEach
  void folders() throws IOException {
    root = Files.createDirectory(base.resolve("root"));
    outside = Files.createDirectory(base.resolve("outside"));
    workspace = LocalFiles.under(SandboxPolicy.workspaceWrite(root), List.of());
    everywhere = LocalFiles.under(SandboxPolicy.dangerFullAccess(), List.of());
  }

  private static FileEdit write(Path path, String text) {
    return FileEdit.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertDenied(FileEdit edit) {
    assertThat(workspace.isWritable(edit.path())).isFalse();
    assertThatThrownBy(() -> workspace.apply(List.of(edit)))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aWorkspaceIsWritableBelowItsRootsOnly() throws IOException {
    workspace.apply(List.of(write(root.resolve("a/b.txt"), "x")));

    assertThat(root.resolve("a/b.txt")).hasContent("x");
    assertDenied(write(outside.resolve("x"), "x"));
    assertDenied(write(root.resolve("../outside/x"), "x"));
    assertDenied(write(base.resolve("root2"), "x"));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void whatSteersGitAndAgentsIsProtectedAtAnyDepth() {
    assertDenied(write(root.resolve(".git/config"), "x"));
    assertDenied(write(root.resolve(".GIT/config"), "x"));
    assertDenied(write(root.resolve(".git"), "x"));
    assertDenied(write(root.resolve("sub/.codex/config.toml"), "x"));
    assertDenied(FileEdit.delete(root.resolve(".agents/skill")));
    assertThat(workspace.isWritable(root.resolve(".gitignore"))).isTrue();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aRootInsideAProtectedFolderIsStillARoot() {
    Path inner = root.resolve(".codex/work");
    LocalFiles both = LocalFiles.under(SandboxPolicy.workspaceWrite(root, inner), List.of());

    assertThat(both.isWritable(inner.resolve("file"))).isTrue();
    assertThat(both.isWritable(inner.resolve(".git/config"))).isFalse();
  }

  @Test
  void temporaryFoldersAreWritableWhereThePolicySaysSo() {
    SandboxPolicy.WorkspaceWrite policy =
        (SandboxPolicy.WorkspaceWrite) SandboxPolicy.workspaceWrite(root);
    SandboxPolicy closed = new SandboxPolicy.WorkspaceWrite(
        policy.roots(), policy.network(), SandboxPolicy.TempFolders.READ_ONLY);

    Path file = outside.resolve("file");

    assertThat(LocalFiles.under(policy, List.of(outside)).isWritable(file)).isTrue();
    assertThat(LocalFiles.under(closed, List.of(outside)).isWritable(file)).isFalse();
  }

  @Test
  void linksDoNotLeadOutOfARoot() throws IOException {
    Path victim = Files.writeString(outside.resolve("victim"), "old");
    Files.createSymbolicLink(root.resolve("folder"), outside);
    Files.createSymbolicLink(root.resolve("file"), victim);
    Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new"));
    Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
    Files.createLink(root.resolve("hard"), victim);

    assertDenied(write(root.resolve("folder/victim"), "new"));
    assertDenied(write(root.resolve("folder/deep/new"), "new"));
    assertDenied(FileEdit.delete(root.resolve("folder/victim")));
    assertDenied(write(root.resolve("file"), "new"));
    assertDenied(write(root.resolve("dangling"), "new"));
    assertDenied(write(root.resolve("hard"), "new"));
    assertThatThrownBy(() -> workspace.apply(List.of(write(root.resolve("loop"), "x"))))
        .isInstanceOf(FileSystemException.class);
    assertThat(victim).hasContent("old");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void aLinkInsideARootIsFollowedWhenWrittenAndNotWhenDeleted() throws IOException {
    Path real = Files.writeString(root.resolve("real"), "old");
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("real"));

    workspace.apply(List.of(write(link, "new")));
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");

    workspace.apply(List.of(FileEdit.delete(link)));
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(real).exists();
  }

  @Test
  void hardLinksStayTogetherWhereWritingIsNotLimited() throws IOException {
    Path one = Files.writeString(root.resolve("one"), "old");
    Path two = Files.createLink(root.resolve("two"), one);

    everywhere.apply(List.of(write(one, "new")));

    assertThat(two).hasContent("new");
  }

  @Test
  void nothingIsLeftOfAFailedSeriesOfEdits() throws IOException {
    Path script = Files.writeString(root.resolve("script"), "old");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("script"));

    assertThatThrownBy(() -> workspace.apply(List.of(
            FileEdit.delete(link),
            write(script, "new"),
            write(root.resolve("x/y"), "new"),
            FileEdit.delete(script),
            write(outside.resolve("z"), "new"))))
        .isInstanceOf(AccessDeniedException.class);

    assertThat(script).hasContent("old");
    assertThat(Files.getPosixFilePermissions(script))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("script"));
    try (var left = Files.list(root)) {
      assertThat(left).containsExactlyInAnyOrder(script, link);
    }
  }

  @Test
  void aFailedSeriesIsTakenBackOnAnInterruptedThreadToo() throws IOException {
    Path first = Files.writeString(root.resolve("a"), "a");
    Path second = Files.writeString(root.resolve("b"), "b");
    List<FileEdit> edits = List.of(FileEdit.delete(first), write(second, "new"));

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> workspace.apply(edits)).isInstanceOf(IOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(first).hasContent("a");
    assertThat(second).hasContent("b");
  }

  @Test
  void aNewFileHasTheModeThatOtherProgramsWouldGiveIt() throws IOException {
    Path reference = Files.createFile(root.resolve("reference"));

    workspace.apply(List.of(write(root.resolve("new"), "x")));

    assertThat(Files.getPosixFilePermissions(root.resolve("new")))
        .isEqualTo(Files.getPosixFilePermissions(reference));
  }

  @Test
  void statusTellsKindsApartAndFollowsNothing() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("nowhere"));
    Files.writeString(root.resolve("file"), "abc");

    assertThat(workspace.status(root.resolve("link")).orElseThrow().kind())
        .isEqualTo(FileStatus.Kind.SYMBOLIC_LINK);
    assertThat(workspace.status(root).orElseThrow().kind()).isEqualTo(FileStatus.Kind.DIRECTORY);
    assertThat(workspace.status(root.resolve("file")).orElseThrow().size()).isEqualTo(3);
    assertThat(workspace.status(root.resolve("none"))).isEmpty();
    assertThat(workspace.status(root.resolve("file/none"))).isEmpty();
  }

  @Test
  void onlyRegularFilesAreRead() {
    assertThatThrownBy(() -> workspace.read(root)).hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> workspace.read(Path.of("/dev/zero")))
        .hasMessageContaining("no regular file");
  }
}
