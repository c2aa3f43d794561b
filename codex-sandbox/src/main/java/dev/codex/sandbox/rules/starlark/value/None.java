package dev.codex.sandbox.rules.starlark.value;

/** The value of what has none. */
public enum None {
  NONE
}
