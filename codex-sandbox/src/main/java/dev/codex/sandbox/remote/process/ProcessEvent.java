package dev.codex.sandbox.remote.process;

/** Something that happened to a process; numbered without gaps, beginning with 1. */
public sealed interface ProcessEvent {

  /** Bytes that count against the limit of what waits for a gap to close. */
  default int weight() {
    return 0;
  }

  /** It wrote something, to whichever stream. */
  record Output(byte[] bytes) implements ProcessEvent {
    @Override
    public int weight() {
      return bytes.length;
    }
  }

  /** It ended; output may still come from children that it left behind. */
  record Exited(int code) implements ProcessEvent {}

  /** Nothing comes any more. */
  record Closed() implements ProcessEvent {}
}
