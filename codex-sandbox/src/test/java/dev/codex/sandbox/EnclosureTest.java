package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnclosureTest {

  @TempDir
  Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void aMachineOfOnesOwnIsNoEnclosure() throws IOException {
    write("proc/self/uid_map", "         0          0 4294967295\n");
    write("proc/self/status", "Name:\tjava\nNoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n");

    Enclosure enclosure = Enclosure.read(root, Set.of("PATH"));

    assertThat(enclosure.walls()).isEmpty();
    assertThat(enclosure.sentence()).isEmpty();
  }

  @Test
  void whatNothingIsKnownOfIsNoEnclosure() {
    assertThat(Enclosure.read(root, Set.of()).walls()).isEmpty();
  }

  @Test
  void everyWallIsNamed() throws IOException {
    write("proc/self/uid_map", "         0       1000          1\n");
    write("proc/self/status", "Name:\tjava\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n");
    write("run/.containerenv", "");

    Enclosure enclosure = Enclosure.read(root, Set.of("CODEX_SANDBOX_NETWORK_DISABLED"));

    assertThat(enclosure.walls())
        .containsExactly(
            "a Codex sandbox",
            "a container",
            "a user namespace",
            "no new privileges",
            "a system call filter");
    assertThat(enclosure.sentence()).contains("inside a Codex sandbox, a container");
  }

  @Test
  void aJvmInOurSandboxSaysThatItIsInOne() throws Exception {
    Sandbox sandbox =
        PlatformSandbox.builder().variables(Map.of("PATH", "/usr/bin:/bin")).build();
    SandboxPolicy policy = SandboxPolicy.readOnly();
    SandboxReport outside = PlatformSandbox.probe();
    Assumptions.assumeTrue(outside.isConfining(), outside.problem());
    Command command = Command.of(
        Path.of("/"),
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Nested.class.getName());

    try (RunningCommand running = sandbox.start(command, policy)) {
      String said = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(said)
          .contains("mechanism: none\n")
          .containsPattern("inside: a Codex sandbox, .*no new privileges, a system call filter\n")
          .contains("problem: The sandbox policy read-only cannot be enforced here.")
          .contains("This JVM itself runs inside a Codex sandbox")
          .contains("SandboxPolicy.external(...)");
    }
  }

  /** What the JVM inside does. */
  static final class Nested {

    private Nested() {}

    public static void main(String[] args) {
      System.out.println(PlatformSandbox.probe());
    }
  }
}
