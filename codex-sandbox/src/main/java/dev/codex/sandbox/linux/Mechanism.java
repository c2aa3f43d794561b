package dev.codex.sandbox.linux;

/** Who makes the namespaces of a command. */
public enum Mechanism {
  /** A program of our own, which needs nothing but a kernel that allows it. */
  NAMESPACES,
  /** A program that is installed, for systems on which only known programs may. */
  BUBBLEWRAP
}
