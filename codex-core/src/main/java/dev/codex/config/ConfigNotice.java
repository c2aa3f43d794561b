package dev.codex.config;

/** Something in the configuration that has no effect, for a person to know. */
public record ConfigNotice(Kind kind, String message) {

  /** What has no effect. */
  public enum Kind {
    /** A key that this version does not know. */
    UNKNOWN_KEY,
    /** A key that only the host's own files may set, found in a project's file. */
    PROJECT_KEY,
    /** The file of a project that nobody has called trusted. */
    UNTRUSTED_PROJECT
  }
}
