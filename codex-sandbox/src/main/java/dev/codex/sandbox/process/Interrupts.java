package dev.codex.sandbox.process;

import dev.codex.error.ToolException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends SIGINT, which Java itself cannot: the shell can. */
public final class Interrupts {

  private static final int PATIENCE_SECONDS =
      30; // a signal that is not sent is worse than a late one

  private Interrupts() {}

  /** To everybody in a process group; false if there is no such group. */
  public static boolean sendToGroup(long group) {
    return send(List.of("-" + group));
  }

  /** To each of these processes; those that are gone do not matter. */
  public static void sendTo(Iterable<ProcessHandle> processes) {
    List<String> targets = new ArrayList<>();
    processes.forEach(process -> targets.add(String.valueOf(process.pid())));
    if (!targets.isEmpty()) {
      boolean unused = send(targets);
    }
  }

  private static boolean send(List<String> targets) {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "kill -s INT -- \"$@\" 2>/dev/null", "sh"));
    words.addAll(targets);
    try {
      Process kill = new ProcessBuilder(words)
          .directory(new File("/"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      kill.getOutputStream().close();
      // it takes a few milliseconds; whoever interrupts wants the signal sent on return
      if (kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return kill.exitValue() == 0;
      }
      kill.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new ToolException("The command could not be interrupted: " + e.getMessage(), e);
    }
  }
}
