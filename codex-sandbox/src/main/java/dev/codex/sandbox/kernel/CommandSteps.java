package dev.codex.sandbox.kernel;

import dev.codex.sandbox.kernel.Step.Label;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The steps that every script has: what a process gives up, and how it becomes the command. */
public final class CommandSteps {

  /** Where a script reports; closed by becoming another program. */
  public static final int STATUS = 3;

  public static final long CLOSE_ON_EXEC = 02000000;

  private static final long KILLED = 9;
  private static final long SET_DEATH_SIGNAL = 1;
  private static final long SET_DUMPABLE = 4;
  private static final long SET_NAME = 15;
  private static final long DROP_FROM_BOUNDS = 24;
  private static final long SET_CHILD_SUBREAPER = 36;
  private static final long NO_NEW_PRIVILEGES = 38;
  private static final long AMBIENT = 47;
  private static final long CLEAR_ALL = 4;
  private static final long FILTER_MODE = 1;
  private static final long SET_MASK = 2;
  private static final int CAPABILITY_VERSION = 0x20080522;
  private static final long CORE_SIZE = 4;
  private static final long NOT_A_PROGRAM = -8;

  /** What makes the search go on: nothing of this name, no right to it, no folder. */
  private static final List<Long> NOT_THERE = List.of(-2L, -13L, -20L);

  private static final String SHELL = "/bin/sh";

  /** Where programs are looked for if nobody says where. */
  public static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  private final Script script;

  public CommandSteps(Script script) {
    this.script = script;
  }

  /**
   * The first steps of whoever confines: as {@link #begin(String)}, and heeds every signal, and
   * leaves no image of its memory behind.
   */
  public void begin() {
    begin("codex-sandbox");
    script.call("core size", "prlimit64", 0, CORE_SIZE, script.words(0, 0));
    heedSignals();
  }

  /**
   * The first steps: takes standard error for reports, and lives no longer than its parent.
   *
   * @param name what the process is called from now on, at most 15 bytes
   */
  public void begin(String name) {
    script.open(STATUS, "status", "dup3", 2, STATUS, CLOSE_ON_EXEC);
    name(name);
    dieWithParent();
  }

  /** What the process is called from now on, at most 15 bytes. */
  public void name(String name) {
    script.call("name", "prctl", SET_NAME, script.text(name));
  }

  /** From now on every signal does what it does by default. */
  public void heedSignals() {
    unmaskSignals(); // threads of a JVM have SIGQUIT blocked
    for (int signal : IgnoredSignals.ofThisProcess()) {
      script.call("signal " + signal, "rt_sigaction", signal, script.words(0, 0, 0, 0), 0, 8);
    }
  }

  /** From now on every signal arrives. */
  public void unmaskSignals() {
    maskSignals(0);
  }

  /** From now on only the signals count that nobody can withstand. */
  public void withstandSignals() {
    maskSignals(-1);
  }

  private void maskSignals(long mask) {
    script.call("signal mask", "rt_sigprocmask", SET_MASK, script.words(mask), 0, 8);
  }

  /** Becomes the parent of everybody below whose own parent ends. */
  public void adoptOrphans() {
    script.call("orphans", "prctl", SET_CHILD_SUBREAPER, 1);
  }

  /** Bounds a resource of this process and of each that comes from it; see {@code setrlimit}. */
  public void limit(Limit limit, long value) {
    script.call(
        limit.name().toLowerCase(Locale.ROOT) + " limit",
        "prlimit64",
        0,
        limit.number,
        script.words(value, value));
  }

  /** What can be bounded. */
  public enum Limit {
    FILE_SIZE(1),
    /** Memory that a process can write to. */
    DATA(2),
    /** Of this user in this user namespace. */
    PROCESSES(6);

    private final long number;

    Limit(long number) {
      this.number = number;
    }
  }

  public void dieWithParent() {
    script.call("death signal", "prctl", SET_DEATH_SIGNAL, KILLED);
  }

  /** Takes the memory of this process out of reach of others with the same user. */
  public void hideMemory() {
    script.call("dumpable", "prctl", SET_DUMPABLE, 0);
  }

  /** Out of reach of the host's terminal, and with the command a group that takes signals. */
  public void newSession() {
    script.call("session", "setsid");
  }

  /** No program brings rights back from now on. */
  public void noNewPrivileges() {
    script.call("no new privileges", "prctl", NO_NEW_PRIVILEGES, 1);
  }

  /** Gives up what makes capabilities come back; needs one to do so. */
  public void dropBounds() {
    script.call("ambient capabilities", "prctl", AMBIENT, CLEAR_ALL);
    for (int capability = 0; capability <= Capabilities.LAST; capability++) {
      script.call("capability " + capability, "prctl", DROP_FROM_BOUNDS, capability);
    }
  }

  public void dropCapabilities() {
    long header = script.integers(CAPABILITY_VERSION, 0);
    script.call("capabilities", "capset", header, script.words(0, 0, 0));
  }

  /** From now on system calls are judged; comes after {@link #noNewPrivileges}. */
  public void filter(byte[] program) {
    long length = program.length / 8;
    script.call("filter", "seccomp", FILTER_MODE, 0, script.words(length, script.data(program)));
  }

  /** Becomes the command, as {@code execvp} does. */
  public void become(List<String> command, Path directory, Map<String, String> environment) {
    script.call(directory.toString(), "chdir", script.text(directory.toString()));
    script.call("output", "dup3", 1, 2, 0);
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    final long values = script.texts(variables);
    // the texts once, however many places there are
    final long[] words = command.stream().mapToLong(script::text).toArray();
    final long list = script.words(Arrays.copyOf(words, words.length + 1));
    final long shell = script.text(SHELL);
    List<String> places = places(command.get(0), environment.getOrDefault("PATH", DEFAULT_PATH));
    for (int i = 0; i < places.size(); i++) {
      String place = places.get(i);
      long path = script.text(place);
      Label next = new Label();
      if (i < places.size() - 1) {
        for (long error : NOT_THERE) {
          tryToBecome(place, next, error, path, list, values);
        }
      }
      Label isText = new Label();
      script.call(place, "execve", path, list, values).when(NOT_A_PROGRAM, isText);
      script.place(isText);
      long[] shellWords = new long[words.length + 2];
      System.arraycopy(words, 0, shellWords, 1, words.length);
      shellWords[0] = shell;
      shellWords[1] = path;
      script.call(place, "execve", shell, script.words(shellWords), values);
      script.place(next);
    }
  }

  /** A step can compare its result with one other only, so that each gets a try of its own. */
  private void tryToBecome(String place, Label next, long error, long... arguments) {
    Label other = new Label();
    script.call(place, "execve", arguments).when(error, next).orElse(other);
    script.place(other);
  }

  private static List<String> places(String program, String path) {
    if (program.contains("/")) {
      return List.of(program);
    }
    return Arrays.stream(path.split(":", -1))
        .map(folder -> (folder.isEmpty() ? "." : folder) + "/" + program)
        .toList();
  }

  /** Asked once: reading it was a seventh of what a confined start took of the JVM. */
  private static final class Capabilities {

    static final int LAST = last();

    private static int last() {
      try (InputStream file = Files.newInputStream(Path.of("/proc/sys/kernel/cap_last_cap"))) {
        // the kernel gives such a file away in one piece or not at all
        byte[] number = new byte[16];
        return Integer.parseInt(
            new String(number, 0, file.read(number), StandardCharsets.US_ASCII).strip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
