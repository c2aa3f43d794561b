package dev.codex.testing;

/** A step of a command that is played rather than run. */
sealed interface CommandStep {

  /** More output. */
  record Print(byte[] output) implements CommandStep {}

  /** The command waits. */
  record Wait(Gate gate) implements CommandStep {}

  /** The command reads its input to the end. */
  record ReadInput() implements CommandStep {}
}
