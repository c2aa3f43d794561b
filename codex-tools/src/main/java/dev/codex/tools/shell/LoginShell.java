package dev.codex.tools.shell;

/** Whether commands go through a login shell, which runs the user's profile first. */
public enum LoginShell {
  /** Unless the model says {@code "login": false}, as Codex does. */
  BY_DEFAULT,
  /** Only if the model says {@code "login": true}. */
  ON_REQUEST,
  /** Not even then: such a call is refused. */
  NEVER
}
