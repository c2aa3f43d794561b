package dev.codex.sandbox.process;

import dev.codex.error.ToolException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends signals that Java itself cannot send: the shell can. Mostly it is SIGINT. */
public final class Interrupts {

  private static final Logger LOG = LoggerFactory.getLogger(Interrupts.class);

  private static final int PATIENCE_SECONDS =
      30; // a signal that is not sent is worse than a late one

  /** Children before their parents, which might wait for those that are stopped. */
  private static final String TREE = """
      exec 2>/dev/null
      all=
      stop() {
        for process; do
          kill -s STOP "$process" || continue
          all="$process $all"
          for file in "/proc/$process/task/"*/children; do
            children=
            read -r children <"$file"
            stop $children
          done
        done
      }
      stop "$@"
      kill -s INT $all
      kill -s CONT $all
      """;

  private Interrupts() {}

  /**
   * To the children of a process that are in a session, and to all who came from these, in whatever
   * session or group they are: {@code timeout} makes a group of its own, and is nonetheless what
   * the command is doing.
   *
   * @return false if there is nobody
   */
  public static boolean sendBelow(ProcessHandle parent, long session) {
    List<ProcessHandle> tops = Descent.childrenOf(parent).stream()
        .filter(child -> Descent.sessionOf(child) == session)
        .toList();
    if (!tops.isEmpty()) {
      send(tops);
    }
    return !tops.isEmpty();
  }

  /**
   * To a process and its descendants, as if they were a group: a shell that is just starting a
   * program must not get the signal without it, or it waits for that program. So each is stopped
   * before its children are looked for, since what is stopped starts nothing, and all go on
   * together.
   */
  public static void sendToTree(ProcessHandle top) {
    send(List.of(top));
  }

  /** Lets a process go on that was stopped; may fail, as where no process can be started. */
  static void resume(ProcessHandle process) {
    String pid = String.valueOf(process.pid());
    try {
      run(List.of("/bin/sh", "-c", "kill -s CONT \"$1\"", "sh", pid));
    } catch (IOException e) {
      LOG.debug("Process {} stays stopped.", pid, e);
    }
  }

  private static void send(List<ProcessHandle> tops) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", TREE, "sh"));
    for (ProcessHandle top : tops) {
      words.add(String.valueOf(top.pid()));
      if (!Descent.SAYS_CHILDREN) {
        top.descendants().forEach(process -> words.add(String.valueOf(process.pid())));
      }
    }
    try {
      run(words);
    } catch (IOException e) {
      throw new ToolException("The command could not be interrupted: " + e.getMessage(), e);
    }
  }

  private static void run(List<String> words) throws IOException {
    Process kill = new ProcessBuilder(words)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    kill.getOutputStream().close();
    try {
      // it takes a few milliseconds; whoever interrupts wants the signal sent on return
      if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
