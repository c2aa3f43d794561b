package dev.codex.sandbox.launch;

import java.util.OptionalLong;

/** What is known about a process namespace that is being made, and about the command in it. */
public interface StartStatus {

  /** The first process, by its number on the host, once there is one. */
  OptionalLong firstProcess();

  /** To be asked when everything has ended. */
  boolean commandWasStarted();
}
