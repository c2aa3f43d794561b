package dev.codex.sandbox.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.NetworkAccess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeccompFilterTest {

  private static final long ANY = 0x123456789L;

  private static int verdict(
      Architecture architecture, NetworkAccess network, String call, long... arguments) {
    return new BpfMachine(SeccompFilter.of(architecture, network))
        .verdict(
            architecture.auditNumber(),
            architecture.systemCalls().number(call).orElseThrow(),
            arguments);
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      socket,     1 1 0,                off,    not permitted
      socket,     2 1 0,                off,    not permitted
      socket,     16 3 0,               off,    not permitted
      socket,     2 1 0,                on,     allowed
      socket,     10 2 0,               on,     allowed
      socket,     16 3 0,               on,     allowed
      socket,     1 1 0,                on,     not permitted
      socket,     17 3 0,               on,     not permitted
      socket,     40 1 0,               on,     not permitted
      connect,    3 0 0,                off,    not permitted
      connect,    3 0 0,                on,     allowed
      bind,       3 0 0,                off,    not permitted
      accept4,    3 0 0,                off,    not permitted
      socketpair, 1 1 0,                both,   allowed
      socketpair, 1 0x80801 0,          both,   allowed
      socketpair, 1 5 0,                both,   allowed
      socketpair, 1 2 0,                both,   not permitted
      socketpair, 1 3 0,                both,   not permitted
      socketpair, 2 1 0,                both,   not permitted
      sendmsg,    3 0 0,                both,   allowed
      shutdown,   3 0,                  both,   allowed
      setsockopt, 3 0,                  both,   allowed
      ptrace,     16 1,                 both,   not permitted
      process_vm_readv, 1,              both,   not permitted
      pidfd_getfd, 1,                   both,   not permitted
      io_uring_setup, 1,                both,   not permitted
      bpf,        0,                    both,   not permitted
      perf_event_open, 0,               both,   not permitted
      userfaultfd, 0,                   both,   not permitted
      keyctl,     0,                    both,   not permitted
      add_key,    0,                    both,   not permitted
      mount,      0,                    both,   not permitted
      open_tree,  0,                    both,   not permitted
      setns,      0,                    both,   not permitted
      open_by_handle_at, 0,             both,   not permitted
      init_module, 0,                   both,   not permitted
      clock_settime, 0,                 both,   not permitted
      clone,      17,                   both,   allowed
      clone,      0x3d0f00,             both,   allowed
      clone,      0x10000011,           both,   not permitted
      clone,      0x00020011,           both,   not permitted
      clone,      0x40000011,           both,   not permitted
      unshare,    0x400,                both,   allowed
      unshare,    0x10000000,           both,   not permitted
      unshare,    0x80,                 both,   not permitted
      clone3,     0 88,                 both,   not implemented
      openat2,    3 0 0 0,              both,   not implemented
      ioctl,      0 0x5401 0,           both,   allowed
      ioctl,      0 0x5412 0,           both,   not permitted
      ioctl,      0 0x100005412 0,      both,   not permitted
      ioctl,      0 0x541c 0,           both,   not permitted
      fchmod,     3 0755,               both,   allowed
      fchmod,     3 04755,              both,   not permitted
      fchmodat,   3 0 02755,            both,   not permitted
      fchmodat2,  3 0 04755,            both,   not permitted
      mknodat,    3 0 0104755 0,        both,   not permitted
      mknodat,    3 0 0010644 0,        both,   allowed
      openat,     3 0 0 04755,          both,   allowed
      openat,     3 0 0101 0644,        both,   allowed
      openat,     3 0 0101 04644,       both,   not permitted
      openat,     3 0 020000001 02644,  both,   not permitted
      read,       0 0 0,                both,   allowed
      execve,     0 0 0,                both,   allowed
      futex,      0 0 0,                both,   allowed
      """)
  void everyCallGetsItsVerdictOnBothProcessors(
      String call, String arguments, String network, String verdict) {
    long[] values =
        List.of(arguments.split(" ")).stream().mapToLong(Long::decode).toArray();
    int expected = switch (verdict) {
      case "allowed" -> SeccompFilter.ALLOW;
      case "not implemented" -> SeccompFilter.NOT_IMPLEMENTED;
      default -> SeccompFilter.NOT_PERMITTED;
    };

    for (Architecture architecture : Architecture.values()) {
      if (!network.equals("on")) {
        assertThat(verdict(architecture, NetworkAccess.OFF, call, values)).isEqualTo(expected);
      }
      if (!network.equals("off")) {
        assertThat(verdict(architecture, NetworkAccess.ON, call, values)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"chmod,1", "mknod,1", "creat,1"})
  void oldCallsOfOneProcessorAreJudgedThereAndMissingElsewhere(String call, int index) {
    long[] harmless = {ANY, 0644};
    long[] setUserId = {ANY, 04755};

    assertThat(verdict(Architecture.X86_64, NetworkAccess.OFF, call, harmless))
        .isEqualTo(SeccompFilter.ALLOW);
    assertThat(verdict(Architecture.X86_64, NetworkAccess.OFF, call, setUserId))
        .isEqualTo(SeccompFilter.NOT_PERMITTED);
    assertThat(Architecture.AARCH64.systemCalls().number(call)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void callsOfAnotherProcessorEndTheProcess(String name) {
    NetworkAccess network = name.equals("on") ? NetworkAccess.ON : NetworkAccess.OFF;
    BpfMachine machine = new BpfMachine(SeccompFilter.of(Architecture.X86_64, network));

    assertThat(machine.verdict(0x40000003, 102, 1)).isEqualTo(SeccompFilter.KILL_PROCESS);
    assertThat(machine.verdict(Architecture.AARCH64.auditNumber(), 63, 1))
        .isEqualTo(SeccompFilter.KILL_PROCESS);
    assertThat(machine.verdict(Architecture.X86_64.auditNumber(), 0x40000000 | 41, 2))
        .isEqualTo(SeccompFilter.NOT_PERMITTED);
    assertThat(machine.verdict(Architecture.X86_64.auditNumber(), -1))
        .isEqualTo(SeccompFilter.NOT_PERMITTED);
  }

  @Test
  void noNumberOfAnotherCallHasAVerdictOfItsOwn() {
    BpfMachine machine = new BpfMachine(SeccompFilter.of(Architecture.X86_64, NetworkAccess.OFF));

    long refused = java.util.stream.IntStream.range(0, 600)
        .filter(number -> machine.verdict(
                Architecture.X86_64.auditNumber(),
                number,
                0xffffffffL,
                0xffffffffL,
                0xffffffffL,
                0xffffffffL)
            != SeccompFilter.ALLOW)
        .count();

    assertThat(refused).isEqualTo(FORBIDDEN_ON_X86_64);
  }

  /** All that the filter speaks about: a change of the list is a change of this number. */
  private static final long FORBIDDEN_ON_X86_64 = 74;

  @Test
  void aNameThatIsNotInTheTableIsAMistake() {
    assertThatThrownBy(() -> Architecture.X86_64.systemCalls().number("sockett"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      prlimit64,         0 7 0, allowed
      prlimit64,         9 7 0, not permitted
      sched_setaffinity, 0 8 0, allowed
      sched_setaffinity, 9 8 0, not permitted
      setpriority,       0 0 5, allowed
      setpriority,       0 9 5, not permitted
      chmod,             1 2 3, not permitted
      utimensat,         1 2 3, not permitted
      setxattr,          1 2 3, not permitted
      socket,            2 1 0, not permitted
      ptrace,            1 2 3, not permitted
      write,             1 2 3, allowed
      """)
  void withoutNamespacesOtherProcessesAndFrozenFilesAreOutOfReach(
      String call, String arguments, String expected) {
    byte[] filter = SeccompFilter.withoutNamespaces(
        Architecture.X86_64, NetworkAccess.OFF, SeccompFilter.Metadata.FROZEN);

    int verdict = new BpfMachine(filter)
        .verdict(
            Architecture.X86_64.auditNumber(),
            Architecture.X86_64.systemCalls().number(call).orElseThrow(),
            java.util.Arrays.stream(arguments.split(" "))
                .mapToLong(Long::parseLong)
                .toArray());

    assertThat(verdict)
        .isEqualTo(expected.equals("allowed") ? SeccompFilter.ALLOW : SeccompFilter.NOT_PERMITTED);
  }
}
