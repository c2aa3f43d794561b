package dev.codex.policy;

/**
 * How far commands may write in the {@code .git} folders of what they may write. Hooks and
 * configuration stay closed in every case, since they are programs for the next one to use git.
 */
public enum GitAccess {
  READ_ONLY,
  /** Staging and storing, but no branch, tag or HEAD moves. */
  INDEX_AND_OBJECTS,
  /** Commits, branches, fetched objects. */
  FULL
}
