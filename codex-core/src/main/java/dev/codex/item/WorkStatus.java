package dev.codex.item;

/** How a piece of work stands. */
public enum WorkStatus {
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  /** Refused before it began: nothing was done. */
  DECLINED
}
