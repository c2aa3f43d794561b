package dev.codex.sandbox.process;

import dev.codex.error.ToolException;
import dev.codex.sandbox.launch.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals that Java itself cannot send: the shell can. Mostly it is SIGINT. */
public final class Interrupts {

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

  private static void send(List<ProcessHandle> tops) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", TREE, "sh"));
    for (ProcessHandle top : tops) {
      words.add(String.valueOf(top.pid()));
      if (!Descent.SAYS_CHILDREN) {
        top.descendants().forEach(process -> words.add(String.valueOf(process.pid())));
      }
    }
    try {
      Signals.run(words);
    } catch (IOException e) {
      throw new ToolException("The command could not be interrupted: " + e.getMessage(), e);
    }
  }
}
