package dev.codex.examples.bench.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says about a process. */
final class ServerMemory {

  private static final long SETTLED = 64 << 10;
  private static final int LOOKS = 50;

  private final long pid;

  ServerMemory(long pid) {
    this.pid = pid;
  }

  /** Resident memory and threads. */
  record Facts(long bytes, long threads) {}

  /** The facts when they have stopped changing, or after five seconds. */
  Facts settled() throws IOException, InterruptedException {
    Facts last = now();
    for (int look = 0; look < LOOKS; look++) {
      Thread.sleep(100);
      Facts next = now();
      if (look > 5 && Math.abs(next.bytes() - last.bytes()) < SETTLED) {
        return next;
      }
      last = next;
    }
    return last;
  }

  private Facts now() throws IOException {
    return new Facts(number("VmRSS:") << 10, number("Threads:"));
  }

  private long number(String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
