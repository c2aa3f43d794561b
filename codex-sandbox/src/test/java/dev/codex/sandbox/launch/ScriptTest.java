package dev.codex.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.Step;
import dev.codex.sandbox.kernel.Step.Label;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "scripts are of Linux system calls")
class ScriptTest {

  private Launcher launcher;

  @BeforeEach
  void createLauncher() throws Exception {
    launcher = Launcher.create(Architecture.named(System.getProperty("os.arch")).orElseThrow());
  }

  /** A child says so and exits with 7; the parent takes over how it ended. */
  static Script fork(Script script) {
    Label child = new Label();
    Label wait = new Label();
    Label ended = new Label();
    long status = script.words(0);
    Step fork = script.call("", "clone", 17).when(0, child);
    script.place(wait);
    Step waiting = script.call("", "wait4", -1, status, 0, 0).when(-1, ended);
    fork.storedAsExpectedBy(waiting);
    script.jump(wait);
    script.place(ended);
    script.endAs(status);
    script.place(child);
    byte[] text = "child\n".getBytes(StandardCharsets.US_ASCII);
    script.call("", "write", 1, script.data(text), text.length);
    script.call("", "exit_group", 7);
    return script;
  }

  private Process start(Script script) throws Exception {
    return launcher.start(script);
  }

  @Test
  void aChildCanBeWaitedFor() throws Exception {
    Process process = start(fork(launcher.newScript()));

    assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("child\n");
    assertThat(process.waitFor()).isEqualTo(7);
  }

  @Test
  void anEndBySignalIsPassedOnAsAShellDoes() throws Exception {
    Script script = launcher.newScript();
    script.endAs(script.words(9));

    assertThat(start(script).waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void theStepThatFailsIsNamed() throws Exception {
    Script script = launcher.newScript();
    new CommandSteps(script).begin();
    script.call("/nowhere", "chdir", script.text("/nowhere"));
    script.call("", "exit_group", 0);

    Process process = start(script);
    LaunchStatus status = new LaunchStatus(script, process.getErrorStream());

    assertThat(process.waitFor()).isEqualTo(Launcher.FAILED);
    assertThat(status.failure()).contains("chdir /nowhere: No such file or directory");
    assertThat(status.commandWasStarted()).isFalse();
  }

  @Test
  void aFailureMayBeExpected() throws Exception {
    Script script = launcher.newScript();
    Label other = new Label();
    script.call("", "chdir", script.text("/nowhere")).orElse(other);
    script.call("", "exit_group", 1);
    script.place(other);
    script.call("", "exit_group", 2);

    assertThat(start(script).waitFor()).isEqualTo(2);
  }

  @Test
  void aDescriptorWithAnUnexpectedNumberEndsEverything() throws Exception {
    Script script = launcher.newScript();
    script.open(7, "null", "openat", -100, script.text("/dev/null"), 0);
    script.call("", "exit_group", 0);

    assertThat(start(script).waitFor()).isEqualTo(Launcher.FAILED);
  }

  @Test
  void aCommandGetsItsWordsItsVariablesAndTheRestOfTheInput() throws Exception {
    Script script = launcher.newScript();
    CommandSteps steps = new CommandSteps(script);
    steps.begin();
    steps.become(
        List.of("sh", "-c", "pwd; echo \"$A $1\"; cat; echo x >&2; ls /proc/$$/fd", "sh", "ü b"),
        Path.of("/usr"),
        Map.of("PATH", "/nowhere:/usr/bin:/bin", "A", "a\nb"));

    Process process = start(script);
    process.getOutputStream().write("input\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();

    assertThat(process.getInputStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("/usr\na\nb ü b\ninput\nx\n0\n1\n2\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aTextThatWouldEndTooEarlyIsRefused() {
    Script script = launcher.newScript();

    assertThatThrownBy(() -> script.text("rm -r /x\0y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index 8");
  }

  @Test
  void aScriptThatIsTooLongIsRefused() {
    Script script = launcher.newScript();
    script.data(new byte[Script.SPACE]);

    assertThatThrownBy(() -> start(script))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("Argument list too long (os error 7): ")
        .hasMessageContaining((Script.SPACE - Script.SCRATCH_SIZE) + " is the most");
  }
}
