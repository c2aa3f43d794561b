package dev.codex.internal.rpc;

import java.io.IOException;

/** The other side answered, and the answer is no. */
public final class RpcException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int code;

  public RpcException(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The other side's words, as they came. */
  public String said() {
    return String.valueOf(getMessage());
  }
}
