package dev.codex.sandbox;

/** Something that a sandbox may or may not keep a confined command from. */
public enum Guarantee {
  /** Nothing is written outside of the writable folders. */
  WRITES_CONFINED,
  /** Modes, owners and times of files outside of the writable folders stay as they are. */
  METADATA_CONFINED,
  /** {@code .git}, {@code .codex} and {@code .agents} of a writable folder stay as they are. */
  PROTECTED_NAMES,
  /** The same for those of other projects below it that are there when the command starts. */
  NESTED_PROTECTED_NAMES,
  /** The same for those below it that are not there yet. */
  MISSING_NESTED_NAMES,
  /** What a policy denies cannot be read. */
  READS_DENIED,
  /** No connection to anywhere while the network is off. */
  NETWORK_OFF,
  /** No talking to services of the host through socket files, whatever the network is. */
  UNIX_SOCKETS_CLOSED,
  /** Processes outside cannot be seen, signalled or inspected. */
  PROCESSES_HIDDEN,
  /** Everything that a command started ends with it. */
  CHILDREN_KILLED,
  /** Settings of the kernel below {@code /proc} and {@code /sys} stay as they are, for root too. */
  KERNEL_SETTINGS_CLOSED,
  /** No capability, whoever the user is. */
  CAPABILITIES_DROPPED,
  /** No new namespaces, which would bring capabilities back. */
  NAMESPACES_CLOSED,
  /** No file is left behind that runs with its owner's rights. */
  SET_ID_FILES_REFUSED,
  /** Memory, processes and disk space are bounded. */
  RESOURCES_LIMITED
}
