package dev.codex.sandbox.kernel;

import dev.codex.policy.NetworkAccess;
import java.util.List;

/**
 * Writes the filter that decides which system calls a confined command may make.
 *
 * <p>It closes what namespaces leave open: sockets that are files, other processes' memory, kernel
 * interfaces with a history of holes, new namespaces, keyrings, typing into terminals, and files
 * that run with somebody else's rights. Sockets are stopped at birth; what works on an existing
 * descriptor stays allowed, since programs use it on pipes and socket pairs as well.
 *
 * <p>A call of another processor (32 bit on a 64 bit kernel) ends the process, as its numbers mean
 * something else.
 */
public final class SeccompFilter {

  static final int ALLOW = 0x7fff0000;
  static final int KILL_PROCESS = 0x80000000;
  static final int NOT_PERMITTED = 0x00050000 | 1;
  static final int NOT_IMPLEMENTED = 0x00050000 | 38;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int X32_BIT = 0x40000000;

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int NETLINK = 16;
  private static final int SOCKET_TYPE = 0xf;
  private static final int STREAM = 1;
  private static final int SEQPACKET = 5;

  private static final int NEW_NAMESPACES = 0x7e020000;
  private static final int NEW_TIME_NAMESPACE = 0x80;
  private static final int SET_ID_BITS = 06000;
  private static final int CREATES = 0100 | 020000000; // O_CREAT, O_TMPFILE
  private static final int PUSH_TERMINAL_INPUT = 0x5412; // TIOCSTI
  private static final int CONSOLE_SELECTION = 0x541c; // TIOCLINUX

  private static final List<String> SOCKET_ADDRESSES =
      List.of("connect", "bind", "listen", "accept", "accept4");

  private static final List<String> SHARED = List.of(
      "shmget",
      "shmat",
      "shmctl",
      "semget",
      "semop",
      "semtimedop",
      "semctl",
      "msgget",
      "msgsnd",
      "msgrcv",
      "msgctl",
      "mq_open");

  private static final List<String> METADATA = List.of(
      "chmod",
      "fchmod",
      "fchmodat",
      "fchmodat2",
      "chown",
      "fchown",
      "lchown",
      "fchownat",
      "utime",
      "utimes",
      "futimesat",
      "utimensat",
      "setxattr",
      "fsetxattr",
      "lsetxattr",
      "setxattrat",
      "removexattr",
      "fremovexattr",
      "lremovexattr",
      "removexattrat",
      "file_setattr");

  private static final List<String> FORBIDDEN = List.of(
      // other processes
      "ptrace",
      "process_vm_readv",
      "process_vm_writev",
      "pidfd_getfd",
      "process_madvise",
      "process_mrelease",
      // wide kernel interfaces
      "io_uring_setup",
      "io_uring_enter",
      "io_uring_register",
      "bpf",
      "perf_event_open",
      "userfaultfd",
      // keyrings outlive the command
      "add_key",
      "request_key",
      "keyctl",
      // mounts
      "mount",
      "umount2",
      "pivot_root",
      "chroot",
      "setns",
      "move_mount",
      "open_tree",
      "fsopen",
      "fsconfig",
      "fsmount",
      "fspick",
      "mount_setattr",
      "open_tree_attr",
      "open_by_handle_at",
      "name_to_handle_at",
      // the machine
      "init_module",
      "finit_module",
      "delete_module",
      "kexec_load",
      "kexec_file_load",
      "reboot",
      "swapon",
      "swapoff",
      "clock_settime",
      "settimeofday",
      "clock_adjtime",
      "adjtimex",
      "sethostname",
      "setdomainname",
      "acct",
      "quotactl",
      "quotactl_fd",
      "syslog",
      "iopl",
      "ioperm",
      "uselib",
      "vhangup",
      "lookup_dcookie",
      "nfsservctl");

  private final SystemCalls calls;
  private final BpfProgram program = new BpfProgram();

  private SeccompFilter(Architecture architecture) {
    this.calls = architecture.systemCalls();
  }

  /** The program for {@code bwrap --seccomp}. */
  public static byte[] of(Architecture architecture, NetworkAccess network) {
    SeccompFilter filter = new SeccompFilter(architecture);
    filter.begin(architecture);
    return filter.write(network).toBytes();
  }

  /** Whether a command may change modes, owners, times and attributes of files. */
  public enum Metadata {
    CHANGEABLE,
    FROZEN
  }

  /**
   * The program for a command that sees the processes and files of the host: it keeps to itself
   * where there are no namespaces to make it.
   */
  public static byte[] withoutNamespaces(
      Architecture architecture, NetworkAccess network, Metadata metadata) {
    SeccompFilter filter = new SeccompFilter(architecture);
    filter.begin(architecture);
    filter.otherProcesses();
    if (metadata == Metadata.FROZEN) {
      METADATA.forEach(name -> filter.on(name, new BpfProgram().answer(NOT_PERMITTED)));
    }
    return filter.write(network).toBytes();
  }

  /** Zero means this process; what is shared by number is shared with everybody of this user. */
  private void otherProcesses() {
    SHARED.forEach(name -> on(name, new BpfProgram().answer(NOT_PERMITTED)));
    for (String name : List.of("prlimit64", "sched_setaffinity")) {
      on(name, onlyZero(0));
    }
    on("setpriority", onlyZero(1));
  }

  private static BpfProgram onlyZero(int index) {
    return argument(index).ifEqual(0, new BpfProgram().answer(ALLOW)).answer(NOT_PERMITTED);
  }

  private void begin(Architecture architecture) {
    program
        .load(ARCHITECTURE)
        .ifNotEqual(architecture.auditNumber(), new BpfProgram().answer(KILL_PROCESS))
        .load(NUMBER);
    if (architecture == Architecture.X86_64) {
      program.ifAtLeast(X32_BIT, new BpfProgram().answer(NOT_PERMITTED));
    }
  }

  private BpfProgram write(NetworkAccess network) {
    FORBIDDEN.forEach(name -> on(name, new BpfProgram().answer(NOT_PERMITTED)));
    sockets(network);
    namespaces();
    terminals();
    setIdFiles();
    return program.answer(ALLOW);
  }

  private void sockets(NetworkAccess network) {
    if (network.equals(NetworkAccess.OFF)) {
      on("socket", new BpfProgram().answer(NOT_PERMITTED));
      SOCKET_ADDRESSES.forEach(name -> on(name, new BpfProgram().answer(NOT_PERMITTED)));
    } else {
      on("socket", oneOf(argument(0), INET, INET6, NETLINK));
    }
    // a pair of datagram sockets can send to any socket file by its name
    on(
        "socketpair",
        argument(0)
            .ifNotEqual(UNIX, new BpfProgram().answer(NOT_PERMITTED))
            .append(oneOf(argument(1).and(SOCKET_TYPE), STREAM, SEQPACKET)));
  }

  private void namespaces() {
    on("clone", forbidding(argument(0), NEW_NAMESPACES));
    on("unshare", forbidding(argument(0), NEW_NAMESPACES | NEW_TIME_NAMESPACE));
    // its flags are in memory, where a filter cannot look; libraries fall back to clone
    on("clone3", new BpfProgram().answer(NOT_IMPLEMENTED));
  }

  private void terminals() {
    BpfProgram refused = new BpfProgram().answer(NOT_PERMITTED);
    on(
        "ioctl",
        argument(1)
            .ifEqual(PUSH_TERMINAL_INPUT, refused)
            .ifEqual(CONSOLE_SELECTION, refused)
            .answer(ALLOW));
  }

  private void setIdFiles() {
    on("chmod", forbidding(argument(1), SET_ID_BITS));
    on("fchmod", forbidding(argument(1), SET_ID_BITS));
    on("fchmodat", forbidding(argument(2), SET_ID_BITS));
    on("fchmodat2", forbidding(argument(2), SET_ID_BITS));
    on("mknod", forbidding(argument(1), SET_ID_BITS));
    on("mknodat", forbidding(argument(2), SET_ID_BITS));
    on("creat", forbidding(argument(1), SET_ID_BITS));
    on("open", opening(1, 2));
    on("openat", opening(2, 3));
    on("openat2", new BpfProgram().answer(NOT_IMPLEMENTED));
  }

  private static BpfProgram opening(int flags, int mode) {
    return argument(flags)
        .ifAnyBit(CREATES, forbidding(argument(mode), SET_ID_BITS))
        .answer(ALLOW);
  }

  /** The low half: the kernel looks at no more of the arguments that are judged here. */
  private static BpfProgram argument(int index) {
    return new BpfProgram().load(16 + 8 * index);
  }

  private static BpfProgram forbidding(BpfProgram loaded, int bits) {
    return loaded.ifAnyBit(bits, new BpfProgram().answer(NOT_PERMITTED)).answer(ALLOW);
  }

  private static BpfProgram oneOf(BpfProgram loaded, int... values) {
    for (int value : values) {
      loaded.ifEqual(value, new BpfProgram().answer(ALLOW));
    }
    return loaded.answer(NOT_PERMITTED);
  }

  /** Every body ends with an answer, so the number is still loaded for whoever comes next. */
  private void on(String name, BpfProgram body) {
    calls.number(name).ifPresent(number -> program.ifEqual(number, body));
  }
}
