package dev.codex.sandbox.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * The output of a command until that has exited, and then what is in the pipe: all that the command
 * wrote is there, and what comes later was written by somebody whom it left behind. For one thread.
 */
final class Remainder {

  private static final int UNKNOWN = -1;

  private final Process process;
  private final InputStream output;
  private int left = UNKNOWN;
  private boolean hasBegun;

  Remainder(Process process, InputStream output) {
    this.process = process;
    this.output = output;
  }

  /** As that of a stream, to be called when what it returned before has been seen to. */
  int read(byte[] target) throws IOException {
    if (hasBegun && left == UNKNOWN && !process.isAlive()) {
      left = output.available();
    }
    hasBegun = true;
    if (left == 0) {
      return -1;
    }
    int length = output.read(target, 0, left < 0 ? target.length : Math.min(left, target.length));
    if (left > 0) {
      left -= length;
    }
    return length;
  }
}
