package dev.codex.hook;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a hook's command. Input and output go through files that only this user can read, so that a
 * command that neither reads nor writes blocks nobody, and its children cannot keep a pipe open.
 */
final class HookProcess {

  private static final int MAX_OUTPUT_BYTES = 1 << 20;

  private HookProcess() {}

  /** What came of a command. */
  record Exit(int code, String output, String error) {}

  static Exit run(
      HooksFile.Entry entry, String input, HookContext context, Map<String, String> environment)
      throws IOException, InterruptedException, HookFailedException {
    Path in = Files.createTempFile("codex-hook", ".in");
    Path out = Files.createTempFile("codex-hook", ".out");
    Path err = Files.createTempFile("codex-hook", ".err");
    try {
      Files.writeString(in, input);
      ProcessBuilder builder = new ProcessBuilder(words(entry.command(), environment))
          .directory(context.workingDirectory().toFile())
          .redirectInput(in.toFile())
          .redirectOutput(out.toFile())
          .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      int code = waitFor(builder.start(), entry);
      return new Exit(code, read(out.toFile()), read(err.toFile()));
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static List<String> words(String command, Map<String, String> environment) {
    String shell = environment.get("SHELL");
    if (shell == null && environment.containsKey("COMSPEC")) {
      return List.of(environment.get("COMSPEC"), "/C", command);
    }
    return List.of(shell == null || shell.isBlank() ? "/bin/sh" : shell, "-c", command);
  }

  private static int waitFor(Process process, HooksFile.Entry entry)
      throws InterruptedException, HookFailedException {
    try {
      if (process.waitFor(entry.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    throw new HookFailedException("took longer than " + entry.timeout().toSeconds() + " s");
  }

  private static String read(File file) throws IOException {
    try (InputStream in = Files.newInputStream(file.toPath())) {
      return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
    }
  }
}
