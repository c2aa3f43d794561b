package dev.codex.sandbox.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.FileAccess;
import dev.codex.policy.SandboxPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteFilesTest {

  /** Never connected to: what a policy says by name needs no executor. */
  private static final URI NOWHERE = URI.create("ws://127.0.0.1:1");

  private static final Path ROOT = Path.of("/work/project");

  @Test
  void protectedNamesAreProtectedInAnyCase() {
    try (RemoteSandbox sandbox = RemoteSandbox.connect(NOWHERE)) {
      for (SandboxPolicy policy : List.of(
          SandboxPolicy.workspaceWrite(ROOT),
          SandboxPolicy.profile().write(ROOT).build())) {
        FileAccess files = sandbox.files(policy);

        assertThat(files.isWritable(ROOT.resolve("file"))).isTrue();
        for (String name : List.of(".git/config", ".Git/config", "a/.CODEX/x", ".Agents")) {
          assertThat(files.isWritable(ROOT.resolve(name))).as(name).isFalse();
        }
      }
    }
  }
}
