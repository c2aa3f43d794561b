package dev.codex.sandbox.server;

import java.io.IOException;

/** An executor on standard streams. */
final class StdioMain {

  private StdioMain() {}

  public static void main(String[] arguments) throws IOException {
    ExecServer.fromEnvironment().serve(System.in, System.out);
    System.exit(0);
  }
}
