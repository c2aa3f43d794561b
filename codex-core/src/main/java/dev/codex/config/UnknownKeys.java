package dev.codex.config;

/** What happens to keys that this version does not know. */
public enum UnknownKeys {
  /** They have no effect and are named in {@link Config#notices()}. */
  REPORT,
  /** They fail {@link Config.Builder#build()}. */
  REFUSE
}
