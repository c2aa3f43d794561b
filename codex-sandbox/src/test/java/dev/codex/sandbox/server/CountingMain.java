package dev.codex.sandbox.server;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RecoveryTimes;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A client by itself: lets an executor count, and checks that no number is lost or comes twice. */
final class CountingMain {

  private CountingMain() {}

  /** Takes the executor, a script that prints 1, 2, 3 … and from which number on to say so. */
  public static void main(String[] arguments) throws Exception {
    RecoveryTimes times =
        RecoveryTimes.builder().silence(Duration.ofMillis(500)).build();
    try (RemoteSandbox sandbox =
            RemoteSandbox.builder().url(URI.create(arguments[0])).times(times).build();
        RunningCommand command = sandbox.start(
            Command.of(Path.of("/tmp"), "/bin/sh", "-c", arguments[1]),
            SandboxPolicy.dangerFullAccess())) {
      long bytes = count(command.output(), Long.parseLong(arguments[2]));
      int code = command.waitFor(Duration.ofSeconds(20)).orElseThrow();
      System.out.println(bytes + " bytes, exit " + code);
    }
    System.exit(0);
  }

  private static long count(InputStream output, long announced) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    long expected = 1;
    long number = 0;
    int length;
    while ((length = output.read(buffer)) >= 0) {
      bytes += length;
      for (int i = 0; i < length; i++) {
        if (buffer[i] != '\n') {
          number = number * 10 + buffer[i] - '0';
          continue;
        }
        if (number != expected) {
          throw new IOException("came to " + number + " instead of " + expected);
        }
        if (number == announced) {
          System.out.println("at " + number);
        }
        expected++;
        number = 0;
      }
    }
    return bytes;
  }
}
