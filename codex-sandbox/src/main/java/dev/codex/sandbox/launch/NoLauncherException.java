package dev.codex.sandbox.launch;

import java.io.IOException;

/** This machine does not let this JVM hold a program, and will not another time. */
public final class NoLauncherException extends IOException {

  private static final long serialVersionUID = 1L;

  NoLauncherException(String message) {
    super(message);
  }
}
