package dev.codex.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The descendants of a process. Java finds them by looking at every process of the machine; Linux
 * also says of each thread which children it has, so that looking costs no more with thousands of
 * others around.
 */
final class Descent {

  static final boolean SAYS_CHILDREN = children(ProcessHandle.current().pid()).isPresent();

  // of proc(5) stat, counted behind the name
  private static final int STATE = 0;
  private static final int SESSION = 3;

  private Descent() {}

  /** Adds all that live now, without the process itself. */
  static void addTo(Set<ProcessHandle> found, ProcessHandle top) {
    if (!SAYS_CHILDREN) {
      top.descendants().forEach(found::add);
      return;
    }
    Deque<ProcessHandle> parents = new ArrayDeque<>();
    parents.add(top);
    while (!parents.isEmpty()) {
      ProcessHandle parent = parents.remove();
      for (ProcessHandle child : childrenOf(parent)) {
        if (found.add(child)) {
          parents.add(child);
        }
      }
    }
  }

  /** Those that live now or are not buried yet. */
  static List<ProcessHandle> childrenOf(ProcessHandle parent) {
    if (!SAYS_CHILDREN) {
      return parent.children().toList();
    }
    return children(parent.pid()).orElse(List.of()).stream()
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .filter(child -> isChild(child, parent))
        .toList();
  }

  /** By the number of the process that began it; -1 if the kernel does not say. */
  static long sessionOf(ProcessHandle process) {
    return stat(process).map(fields -> Long.parseLong(fields[SESSION])).orElse(-1L);
  }

  /** Whether a signal has stopped it. */
  static boolean isStopped(ProcessHandle process) {
    return stat(process).filter(fields -> fields[STATE].equals("T")).isPresent();
  }

  /** What is behind the name; empty if it is gone. */
  private static Optional<String[]> stat(ProcessHandle process) {
    try {
      String stat = Files.readString(
          Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A number may have gone to somebody else since it was read, but never while the child lives. */
  private static boolean isChild(ProcessHandle child, ProcessHandle parent) {
    return child.parent().filter(parent::equals).isPresent() || !parent.isAlive();
  }

  /** Empty if the kernel does not say, or the process is gone. */
  private static Optional<List<Long>> children(long pid) {
    String threads = "/proc/" + pid + "/task";
    String[] names = new File(threads).list();
    if (names == null) {
      return Optional.empty();
    }
    List<Long> found = new ArrayList<>();
    boolean isSaid = false;
    for (String thread : names) {
      try {
        String text =
            Files.readString(Path.of(threads, thread, "children"), StandardCharsets.US_ASCII);
        isSaid = true;
        if (!text.isBlank()) {
          for (String child : text.strip().split(" ")) {
            found.add(Long.parseLong(child));
          }
        }
      } catch (IOException e) {
        // the thread has ended
      }
    }
    return isSaid ? Optional.of(found) : Optional.empty();
  }
}
