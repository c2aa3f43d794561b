package dev.codex.internal.rpc;

import java.io.IOException;

/** The link broke before there was an answer: the other side may have done what was asked. */
public final class LinkClosedException extends IOException {

  private static final long serialVersionUID = 1L;

  public LinkClosedException(String reason) {
    super(reason);
  }

  /** Why the link broke; may be empty. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
