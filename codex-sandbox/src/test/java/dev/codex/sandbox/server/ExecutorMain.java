package dev.codex.sandbox.server;

import java.io.IOException;
import java.io.OutputStream;

/** An executor by itself: prints where it listens, and ends with its input. */
final class ExecutorMain {

  private ExecutorMain() {}

  /** With {@code open} there is a way to it from other hosts, as a tunnel would make one. */
  public static void main(String[] arguments) throws IOException {
    try (ExecServer server = ExecServer.fromEnvironment().listen()) {
      if (arguments.length > 0 && arguments[0].equals("open")) {
        try (CuttableProxy tunnel = CuttableProxy.ofAllHosts(server.url())) {
          System.out.println(tunnel.url().getPort());
          System.in.transferTo(OutputStream.nullOutputStream());
        }
      } else {
        System.out.println(server.url());
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
    System.exit(0);
  }
}
