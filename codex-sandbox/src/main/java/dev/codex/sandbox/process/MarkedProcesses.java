package dev.codex.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds processes on Linux by what is in their environment.
 *
 * <p>Reading the environment of every process costs more than running a small command. Linux gives
 * out process ids in ascending order and says which one was the last, so for a command that was
 * started a moment ago only the few ids since then are looked at. Anything unclear (ids that
 * wrapped around, a command that ran for longer, a kernel that does not say) means looking at all.
 */
final class MarkedProcesses {

  private static final boolean LINUX = new File("/proc/self/environ").exists();
  private static final long RECENT = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MAX_RANGE = 400;
  private static final int FLAGS = 6; // of proc(5) stat, counted behind the name
  private static final long KERNEL_THREAD = 0x00200000;

  private final ProcessTable table;
  private final String mark;
  private final String entry;
  private final long oldest;
  private long first;
  private boolean unclear;
  private final long start = System.nanoTime();

  /**
   * Processes with a mark.
   *
   * @param table looks at all processes
   * @param mark the variable's value
   * @param first the oldest process that can have it
   */
  MarkedProcesses(ProcessTable table, String mark, long first) {
    this.table = table;
    this.mark = mark;
    this.entry = MarkedTree.MARK + "=" + mark;
    this.oldest = first;
    this.first = first;
  }

  /**
   * Those that live now, without those that an earlier call may have seen already; nobody where
   * there is no {@code /proc}.
   */
  List<ProcessHandle> find() {
    List<ProcessHandle> found = new ArrayList<>(0);
    unclear = false;
    if (LINUX) {
      long last = System.nanoTime() - start < RECENT ? lastProcessId() : -1;
      if (last >= first - 1 && last - first < MAX_RANGE) {
        long from = first;
        // whoever is born later has a higher id
        first = last + 1;
        for (long pid = from; pid <= last; pid++) {
          check(pid, found);
        }
      } else {
        ProcessTable.Look look = table.look();
        found.addAll(look.of(mark));
        unclear = look.unclear();
      }
    }
    return found;
  }

  /** The next look begins at the oldest again, for whoever could not be read when it was met. */
  void lookAgain() {
    first = oldest;
  }

  /**
   * Whether the last look met somebody whose environment is empty, as it is in the middle of
   * starting a program: it may have the mark a moment later.
   */
  boolean isUnclear() {
    return unclear;
  }

  private void check(long pid, List<ProcessHandle> found) {
    Path environment = Path.of("/proc/" + pid + "/environ");
    // most ids are gone; asking first is cheaper than an exception
    if (!environment.toFile().exists()) {
      return;
    }
    // the handle first: should the id be reused after this, the handle no longer reaches anybody
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isPresent() && isMarked(environment, handle.get())) {
      found.add(handle.get());
    }
  }

  private boolean isMarked(Path environment, ProcessHandle handle) {
    try {
      String variables = Files.readString(environment, StandardCharsets.ISO_8859_1);
      if (variables.isEmpty() && !isZombie(handle)) {
        // in the middle of starting a program: the next look begins here
        first = Math.min(first, handle.pid());
        unclear |= !isKernelThread(handle);
      }
      int at = variables.indexOf(entry);
      return at == 0 || at > 0 && variables.charAt(at - 1) == '\0';
    } catch (IOException e) {
      return false; // gone meanwhile, or another user's
    }
  }

  /** The fifth field of loadavg; -1 if it cannot be read. */
  static long lastProcessId() {
    try {
      String load =
          Files.readString(Path.of("/proc/loadavg"), StandardCharsets.US_ASCII).strip();
      return Long.parseLong(load.substring(load.lastIndexOf(' ') + 1));
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }

  /** Those never have an environment. */
  static boolean isKernelThread(ProcessHandle handle) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + handle.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[FLAGS]) & KERNEL_THREAD) != 0;
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return false;
    }
  }

  /** Dead, but not yet collected by its parent; perhaps it never will be. */
  static boolean isZombie(ProcessHandle handle) {
    if (!LINUX) {
      return false;
    }
    try {
      String stat =
          Files.readString(Path.of("/proc/" + handle.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException | IndexOutOfBoundsException e) {
      return !handle.isAlive();
    }
  }
}
