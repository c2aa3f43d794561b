package dev.codex.sandbox.launch;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals that Java itself cannot send: the shell can. */
public final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  /** A signal that is not sent is worse than a late one. */
  private static final int PATIENCE_SECONDS = 30;

  private Signals() {}

  /** Lets a process go on that was stopped; may fail, as where no process can be started. */
  public static void resume(ProcessHandle process) {
    String pid = String.valueOf(process.pid());
    try {
      run(List.of("/bin/sh", "-c", "kill -s CONT \"$1\"", "sh", pid));
    } catch (IOException e) {
      LOG.debug("Process {} stays stopped.", pid, e);
    }
  }

  /** Runs a command that sends some; it takes a few milliseconds, and they are sent on return. */
  public static void run(List<String> words) throws IOException {
    Process kill = new ProcessBuilder(words)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    kill.getOutputStream().close();
    try {
      if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
