package dev.codex.hook;

/** What it means when a command hook fails: breaks off, prints nonsense or takes too long. */
public enum HookFailures {
  /** It has denied, where it could have. */
  DENY,
  /** It has nothing to say, as in Codex. For hooks that only watch or advise. */
  IGNORE
}
