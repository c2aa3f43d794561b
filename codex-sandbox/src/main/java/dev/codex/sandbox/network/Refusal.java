package dev.codex.sandbox.network;

import java.io.IOException;

/** A connection that is not made, in words for whoever runs the command. */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1;

  private final String kind;

  /**
   * A refusal.
   *
   * @param kind for programs: what Codex's proxy puts into {@code x-proxy-error}
   */
  Refusal(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  String kind() {
    return kind;
  }
}
