package dev.codex.sandbox.linux;

import dev.codex.sandbox.launch.StartStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A way of starting a command in namespaces of its own. */
interface Namespaces {

  /**
   * Starts a command, whose standard output and error are the process's standard output.
   *
   * @param workingDirectory absolute
   * @param environment everything that the command gets
   */
  Start start(
      Confinement confinement,
      Path workingDirectory,
      Map<String, String> environment,
      List<String> command)
      throws IOException;

  /** Whether it can lead connections to a proxy. */
  boolean hasBridge();

  /** In one or two words, for people. */
  String name();

  /** The process outside of the namespaces, and what it says about those inside. */
  record Start(Process process, StartStatus status) {}
}
