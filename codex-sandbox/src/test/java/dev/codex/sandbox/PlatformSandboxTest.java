package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileEdit;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSandboxTest {

  @TempDir
  Path directory;

  private String run(Sandbox sandbox, SandboxPolicy policy, String script) throws IOException {
    Command command = Command.of(directory, "/bin/sh", "-c", script);
    try (RunningCommand running = sandbox.start(command, policy)) {
      return new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void commandsThatAreNotToBeConfinedAreNot() throws IOException {
    Sandbox sandbox = PlatformSandbox.detect();

    sandbox.require(SandboxPolicy.dangerFullAccess());
    sandbox.require(SandboxPolicy.external(NetworkAccess.ON));
    run(sandbox, SandboxPolicy.dangerFullAccess(), "echo x > file");

    assertThat(directory.resolve("file")).hasContent("x");
  }

  @Test
  void commandsThatMustBeConfinedAreConfinedOrRefused() throws IOException {
    Sandbox sandbox = PlatformSandbox.detect();

    try {
      sandbox.require(SandboxPolicy.readOnly());
      assertThat(run(sandbox, SandboxPolicy.readOnly(), "echo x > file"))
          .contains("Read-only file system");
    } catch (SandboxUnavailableException e) {
      assertThat(e)
          .hasMessageContaining("The sandbox policy read-only cannot be enforced here.")
          .hasMessageContaining("SandboxPolicy.dangerFullAccess()");
    }
    assertThat(directory.resolve("file")).doesNotExist();
  }

  @Test
  void aSandboxThatMayRefuseLetsEveryAgentBeBuilt() throws IOException {
    Sandbox sandbox = PlatformSandbox.detectOrRefuse();
    SandboxPolicy workspace = SandboxPolicy.workspaceWrite(directory);
    Path file = directory.resolve("file.txt");
    FileEdit edit = FileEdit.write(file, new byte[] {'x'});

    sandbox.require(SandboxPolicy.readOnly());
    sandbox.require(workspace);
    assertThatThrownBy(() -> sandbox.files(SandboxPolicy.readOnly()).apply(List.of(edit)))
        .isInstanceOf(AccessDeniedException.class);
    sandbox.files(workspace).apply(List.of(edit));
    assertThat(file).hasContent("x");
  }

  @Test
  void secretsOfTheHostAreNotInTheEnvironmentOfACommand() throws IOException {
    Sandbox sandbox = PlatformSandbox.builder()
        .variables(Map.of("PATH", "/usr/bin:/bin", "CANARY_KEY", "canary", "CANARY", "canary"))
        .build();

    Command command = Command.of(directory, "/bin/sh", "-c", "env; cat /proc/self/environ; true");
    try (RunningCommand running = sandbox.start(command, SandboxPolicy.dangerFullAccess())) {
      assertThat(new String(running.output().readAllBytes(), StandardCharsets.UTF_8))
          .contains("NO_COLOR=1", "PATH=/usr/bin:/bin")
          .doesNotContainIgnoringCase("canary");
    }
  }
}
