package dev.codex.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a section in a JVM of its own, with flags of its own. */
final class ChildJvm {

  /** The child's last line, printed as the last thing that its main does. */
  static final String END_OF_MAIN = "end-of-main ";

  private ChildJvm() {}

  /** The command line of another JVM like this one. */
  static List<String> command(List<String> flags, Class<?> main, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(flags);
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(main.getName());
    words.addAll(arguments);
    return words;
  }

  /** How a child ended: well. */
  record Ended(double millisAfterMain) {}

  /** Runs the section; its figures are printed here. */
  static Ended run(Bench bench, List<String> flags, String section)
      throws IOException, InterruptedException {
    Process child = new ProcessBuilder(command(
            flags, MacroBenchmark.class, List.of("--port=" + bench.server().port(), section)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    long mainEnd = 0;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(END_OF_MAIN)) {
          mainEnd = Long.parseLong(line.substring(END_OF_MAIN.length()));
        } else {
          System.out.println(line);
        }
      }
    }
    int status = child.waitFor();
    double after = Bench.millisSince(mainEnd);
    if (status != 0 || mainEnd == 0) {
      throw new IOException("The section " + section + " failed with status " + status + ".");
    }
    return new Ended(after);
  }
}
