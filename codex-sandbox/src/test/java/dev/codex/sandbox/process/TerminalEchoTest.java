package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class TerminalEchoTest {

  private static final int KEYS = 200;

  @TempDir
  Path directory;

  /** Loose, since a busy machine adds its own; the usual time is a fraction of a millisecond. */
  @Test
  void aKeyIsEchoedWithinMilliseconds() throws Exception {
    LocalSandbox sandbox =
        new LocalSandbox(Map.of("PATH", "/usr/bin:/bin"), List.of(), new OutputReaders());
    Command cat =
        Command.of(directory, "/bin/sh", "-c", "stty raw echo; echo on; exec cat").toBuilder()
            .terminal(TerminalSize.STANDARD)
            .build();
    long[] nanos = new long[KEYS];
    try (RunningCommand running = sandbox.start(cat, SandboxPolicy.dangerFullAccess())) {
      InputStream output = running.output();
      OutputStream input = running.input();
      while (output.read() != '\n') {
        // up to the line that says that the terminal is ready
      }
      for (int key = 0; key < KEYS; key++) {
        long start = System.nanoTime();
        input.write('k');
        input.flush();
        // once from the terminal, once from the program
        assertThat(output.readNBytes(2)).containsExactly('k', 'k');
        nanos[key] = System.nanoTime() - start;
      }
    }

    Arrays.sort(nanos);
    assertThat(nanos[KEYS / 2]).isLessThan(5_000_000);
  }

  @Test
  void aMachineWithoutTheMeansRefusesAndNamesThem() {
    Command command = Command.of(directory, "/bin/true").toBuilder()
        .terminal(TerminalSize.STANDARD)
        .build();

    assertThatThrownBy(() -> new Terminals(List.of(directory)).prepare(command, Map.of()))
        .isInstanceOf(ToolException.class)
        .hasMessage("a terminal needs the program stty, which is not installed here; leave out"
            + " tty, or install the package coreutils");
  }
}
