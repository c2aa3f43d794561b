package dev.codex.sandbox.server.socket;

/** Decides who may connect. */
@FunctionalInterface
public interface Gatekeeper {

  /**
   * Looks at the value of {@code Authorization}; empty if there is none.
   *
   * @return who it is: a text that is the same for the same credential, and no secret
   * @throws Refused if nobody who may connect
   */
  String admit(String authorization) throws Refused;

  /** An upgrade is answered with this status and text instead. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    public Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
