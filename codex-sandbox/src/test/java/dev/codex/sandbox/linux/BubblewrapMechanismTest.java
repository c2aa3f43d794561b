package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.process.OutputReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BubblewrapMechanismTest extends NamespaceSandboxTest {

  BubblewrapMechanismTest() {
    super(Mechanism.BUBBLEWRAP);
  }

  @Test
  void withoutBubblewrapThereIsAnAnswerThatHelps() {
    Sandbox without = new NamespaceSandbox(
        Map.of(),
        List.of(),
        new OutputReaders(),
        Setup.of(Mechanism.BUBBLEWRAP),
        new NamespaceProbe(
            Setup.of(Mechanism.BUBBLEWRAP),
            new BubblewrapFinder(List.of(directory.resolve("bwrap"))),
            "amd64"));

    assertThatThrownBy(() -> without.require(SandboxPolicy.readOnly()))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("bubblewrap is not installed")
        .hasMessageContaining("apt-get install bubblewrap");
  }

  @Test
  void aProgramThatOthersCanChangeIsNotTrusted() throws IOException {
    Path fake = Files.writeString(directory.resolve("bwrap"), "#!/bin/sh\nexit 0\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> new BubblewrapFinder(List.of(fake)).find())
        .hasMessageContaining("is not trusted");
  }
}
