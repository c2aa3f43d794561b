package dev.codex.policy;

/** Whether commands may open network connections. */
public enum NetworkAccess {
  OFF,
  ON
}
