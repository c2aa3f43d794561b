package dev.codex.exec;

import java.io.IOException;

/**
 * A command's output ends before the command did: the executor that runs it is gone, and what
 * became of the command is not known. Thrown by {@link RunningCommand#output()} once everything
 * that arrived was read.
 */
public final class ProcessLostException extends IOException {

  private static final long serialVersionUID = 1L;

  private final byte[] lastOutput;

  /**
   * A lost command.
   *
   * @param lastOutput the end of what arrived; a few kilobytes
   */
  public ProcessLostException(String message, byte[] lastOutput) {
    super(message);
    this.lastOutput = lastOutput.clone();
  }

  /** The end of what arrived, read or not. */
  public byte[] lastOutput() {
    return lastOutput.clone();
  }
}
