package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.CommandSteps.Limit;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.Step;
import dev.codex.sandbox.kernel.Step.Label;
import dev.codex.sandbox.kernel.User;
import dev.codex.sandbox.launch.LaunchStatus;
import dev.codex.sandbox.launch.Launcher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Three processes: one outside, which Java knows and whose end is the end of all; the first inside,
 * which builds the view, gives everything up and then only waits, since the kernel takes the first
 * process of a namespace for the one that looks after the others; and the command.
 *
 * <p>The first inside waits for a word from outside before it does anything. By then its number is
 * reported and it dies with its parent, so that nobody is left over whenever a process is killed.
 */
final class NamespaceScript {

  private static final long SIGNAL_CHILD = 17;
  private static final long NEW_MOUNTS = 0x20000;
  private static final long NEW_CGROUPS = 0x2000000;
  private static final long NEW_HOST_NAME = 0x4000000;
  private static final long NEW_IPC = 0x8000000;
  private static final long NEW_USERS = 0x10000000;
  private static final long NEW_PROCESSES = 0x20000000;
  private static final long NEW_NETWORK = 0x40000000;

  private static final long HERE = -100;
  private static final long WRITE = 1;
  private static final long ALL = -1;
  private static final int WORD_IN = CommandSteps.STATUS + 1;
  private static final int WORD_OUT = WORD_IN + 1;
  private static final int FILE = CommandSteps.STATUS + 1;
  private static final long NO_SET_ID_DEVICES_PROGRAMS = 2 | 4 | 8;
  private static final long READ_ONLY = 1;
  private static final long BIND = 1 << 12 | 1 << 14; // MS_BIND, MS_REC
  private static final long RECURSIVE = 0x8000;

  private final Script script;
  private final CommandSteps steps;
  private final long status;
  private final User user;
  private final Map<Limit, Long> limits;

  NamespaceScript(Script script, User user, Map<Limit, Long> limits) {
    this.limits = limits;
    this.script = script;
    this.steps = new CommandSteps(script);
    this.user = user;
    this.status = script.words(0);
  }

  /** Writes all of it up to the command itself, which comes next. */
  CommandSteps write(Confinement confinement, List<Path> closedProc, byte[] filter) {
    steps.begin();
    long word = script.words(0);
    script.call("", "pipe2", script.integers(0, 0), CommandSteps.CLOSE_ON_EXEC);
    long report = script.words(LaunchStatus.FIRST_PROCESS, 0);
    Label inside = new Label();
    script
        .call("namespaces", "clone", flags(confinement.network()))
        .storedAt(report + Long.BYTES)
        .when(0, inside);
    outside(report, word);
    script.place(inside);
    awaitWord(word);
    mapUser();
    confinement.proxy().ifPresent(folder -> new BridgeSteps(script, steps).add(folder));
    new MountSteps(script, confinement).add();
    processFiles(closedProc);
    limits.forEach(steps::limit);
    steps.dropBounds();
    steps.hideMemory();
    steps.dropCapabilities();
    steps.noNewPrivileges();
    steps.filter(filter);
    startCommand();
    return steps;
  }

  private static long flags(NetworkAccess network) {
    return SIGNAL_CHILD
        | NEW_USERS
        | NEW_MOUNTS
        | NEW_PROCESSES
        | NEW_IPC
        | NEW_HOST_NAME
        | NEW_CGROUPS
        | (network.equals(NetworkAccess.ON) ? 0 : NEW_NETWORK);
  }

  private void outside(long report, long word) {
    script.call("report", "write", CommandSteps.STATUS, report, 16);
    script.call("word", "write", WORD_OUT, word, 1);
    script.call("", "close", 0);
    script.call("", "close", 1);
    script.call("", "close", 2);
    script.call("command", "wait4", ALL, status, 0, 0);
    script.endAs(status);
  }

  private void awaitWord(long word) {
    Label go = new Label();
    steps.dieWithParent();
    script.call("", "close", WORD_OUT);
    script.call("word", "read", WORD_IN, word, 1).when(1, go);
    script.call("", "exit_group", Launcher.FAILED);
    script.place(go);
    script.call("", "close", WORD_IN);
  }

  private void mapUser() {
    write("/proc/self/uid_map", user.id() + " " + user.id() + " 1\n");
    write("/proc/self/setgroups", "deny");
    write("/proc/self/gid_map", user.group() + " " + user.group() + " 1\n");
  }

  private void write(String file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    long flags = WRITE | CommandSteps.CLOSE_ON_EXEC;
    script.open(FILE, file, "openat", HERE, script.text(file), flags);
    script.call(file, "write", FILE, script.data(bytes), bytes.length);
    script.call("", "close", FILE);
  }

  /** Only now: a view of the own processes, in which the machine's settings cannot be changed. */
  private void processFiles(List<Path> closedProc) {
    long name = script.text("proc");
    long proc = script.text("/proc");
    script.call("/proc", "mount", name, proc, name, NO_SET_ID_DEVICES_PROGRAMS, script.text(""));
    for (String kind : List.of("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")) {
      write("/proc/sys/user/max_" + kind + "_namespaces", "0");
    }
    long readOnly = script.words(READ_ONLY, 0, 0, 0);
    for (Path path : closedProc) {
      String place = path.toString();
      long address = script.text(place);
      script.call(place, "mount", address, address, 0, BIND, 0);
      script.call(place, "mount_setattr", HERE, address, RECURSIVE, readOnly, 32);
    }
  }

  private void startCommand() {
    Label command = new Label();
    Label ended = new Label();
    // at the last moment: whoever finds the group takes the command to be in it
    steps.newSession();
    Step start = script.call("command", "clone", SIGNAL_CHILD).when(0, command);
    script.call("", "close", 0);
    script.call("", "close", 1);
    script.call("", "close", 2);
    Label wait = new Label();
    script.place(wait);
    Step waiting = script.call("processes", "wait4", ALL, status, 0, 0).when(0, ended);
    start.storedAsExpectedBy(waiting);
    script.jump(wait);
    script.place(ended);
    script.endAs(status);
    script.place(command);
  }
}
