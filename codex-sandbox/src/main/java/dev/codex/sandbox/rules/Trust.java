package dev.codex.sandbox.rules;

/** How far a rule that allows a command goes. */
public enum Trust {
  /** Nobody is asked, and the command stays in the sandbox. */
  SANDBOXED,
  /** Nobody is asked, and the command runs outside of the sandbox; this is what Codex does. */
  OUTSIDE
}
