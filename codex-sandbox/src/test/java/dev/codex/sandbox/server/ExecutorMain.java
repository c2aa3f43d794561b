package dev.codex.sandbox.server;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** An executor by itself: prints where it listens and, when its input has ended, its peak heap. */
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
    System.out.println(peakHeap());
    System.exit(0);
  }

  /** In bytes. */
  static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
