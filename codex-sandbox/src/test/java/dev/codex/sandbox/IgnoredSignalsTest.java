package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.linux.Mechanism;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A JVM that a script started with {@code &} ignores SIGINT; its commands must not. */
class IgnoredSignalsTest {

  /** A shell can only trap what it was not started to ignore. */
  private static final String HEEDS =
      "trap 'echo int' INT; trap 'echo quit' QUIT; kill -INT $$; kill -QUIT $$; echo end";

  private static String inBackground(String what) throws Exception {
    Process process = new ProcessBuilder(
            "/bin/sh",
            "-c",
            "trap '' INT QUIT; exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xrs", // else a JVM heeds some of them again for itself
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            what)
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void unconfinedCommandsHeedSignals() throws Exception {
    assertThat(inBackground("danger-full-access")).isEqualTo("int\nquit\nend\n");
  }

  @Test
  void confinedCommandsHeedSignals() throws Exception {
    SandboxReport report = PlatformSandbox.probe();
    Assumptions.assumeTrue(report.isConfining(), report.problem());

    assertThat(inBackground("read-only")).isEqualTo("int\nquit\nend\n");
  }

  @Test
  void bubblewrappedCommandsHeedSignals() throws Exception {
    SandboxReport report = PlatformSandbox.fromEnvironment()
        .mechanisms(List.of(Mechanism.BUBBLEWRAP))
        .probe();
    Assumptions.assumeTrue(report.mechanism().equals("bubblewrap"), report.problem());

    assertThat(inBackground("bubblewrap")).isEqualTo("int\nquit\nend\n");
  }

  @Test
  void commandsOnTerminalsHeedSignals() throws Exception {
    assertThat(inBackground("terminal")).isEqualTo("int\r\nquit\r\nend\r\n");
  }

  @Test
  void aMissingProgramIsToldAsEver() throws Exception {
    assertThat(inBackground("missing"))
        .isEqualTo("dev.codex.error.ToolException: No such file or directory (os error 2)\n");
  }

  /** The JVM in the background. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      String what = arguments[0];
      PlatformSandbox.Builder builder =
          PlatformSandbox.builder().variables(Map.of("PATH", "/usr/bin:/bin"));
      Sandbox sandbox = what.equals("bubblewrap")
          ? builder.mechanisms(List.of(Mechanism.BUBBLEWRAP)).build()
          : builder.build();
      SandboxPolicy policy = what.equals("read-only") || what.equals("bubblewrap")
          ? SandboxPolicy.readOnly()
          : SandboxPolicy.dangerFullAccess();
      Command.Builder command = Command.builder().workingDirectory(Path.of("/"));
      command.addWords(what.equals("missing") ? "no-such-program" : "/bin/sh", "-c", HEEDS);
      if (what.equals("terminal")) {
        command.terminal(new TerminalSize(80, 24));
      }
      try (RunningCommand running = sandbox.start(command.build(), policy)) {
        System.out.write(running.output().readAllBytes());
      } catch (RuntimeException e) {
        System.out.println(e);
      }
      System.out.flush();
    }
  }
}
