package dev.codex.model;

/** Which tools for running commands a model was trained to call. */
public enum ShellKind {
  /** {@code exec_command} and {@code write_stdin}: commands may go on after their call. */
  SESSIONS,
  /** {@code shell}: program and arguments, and an answer when it has ended. */
  WORDS,
  /** {@code shell_command}: a script for the user's shell, and an answer when it has ended. */
  SCRIPT
}
