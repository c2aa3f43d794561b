package dev.codex.sandbox.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Signals that this JVM was started to ignore, as a shell script's {@code java … &} is to ignore
 * SIGINT. What a process ignores its children ignore, too, and no shell can take that back: without
 * help no command could be interrupted.
 */
public final class IgnoredSignals {

  /** Who is not to end with a terminal has commands that are not to either. */
  private static final int HANGUP = 1;

  /** The kernel's own; those above are the C library's. */
  private static final int LAST = 31;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path ENV = Path.of("/usr/bin/env");
  private static final Pattern LINE = Pattern.compile("(?m)^SigIgn:\\s*([0-9a-f]{16})$");

  private static final List<Integer> IGNORED = read(STATUS);

  private IgnoredSignals() {}

  /** Their numbers, in order. */
  static List<Integer> ofThisProcess() {
    return IGNORED;
  }

  static List<Integer> read(Path status) {
    try {
      Matcher line = LINE.matcher(Files.readString(status));
      long mask = line.find() ? Long.parseUnsignedLong(line.group(1), 16) : 0;
      return IntStream.rangeClosed(1, LAST)
          .filter(signal -> signal != HANGUP && (mask >>> (signal - 1) & 1) == 1)
          .boxed()
          .toList();
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }

  /**
   * A command that heeds these signals again, for programs that no {@link Script} starts; the
   * command itself where nothing is ignored or no GNU {@code env} can help.
   */
  public static List<String> heeded(List<String> command) {
    if (IGNORED.isEmpty() || !Help.IS_THERE) {
      return command;
    }
    List<String> words = new ArrayList<>();
    words.add(ENV.toString());
    words.add("--default-signal="
        + IGNORED.stream().map(String::valueOf).collect(Collectors.joining(",")));
    words.addAll(command);
    return words;
  }

  /** Looked for once, and only by a JVM that needs it. */
  private static final class Help {
    private static final boolean IS_THERE = look();

    private static boolean look() {
      try {
        Process env = new ProcessBuilder(ENV.toString(), "--default-signal=2", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
        env.getOutputStream().close();
        return env.waitFor() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
