package dev.codex.sandbox.protocol;

/** The numbers that exec-servers give their refusals. */
public final class ErrorCode {

  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL = -32603;
  public static final int NOT_FOUND = -32004;
  public static final int ALREADY_ATTACHED = -32010;

  private ErrorCode() {}
}
