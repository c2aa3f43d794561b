package dev.codex.sandbox.kernel;

import dev.codex.error.ToolException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks for a program as {@code execvp} would, and for the folder that it is to run in, before
 * anything is started: afterwards it could not be told from a program that failed.
 */
public final class Programs {

  private Programs() {}

  /**
   * Returns if the program is there.
   *
   * @throws ToolException in the words of the operating system
   */
  public static void check(String program, String searchPath, Path workingDirectory) {
    boolean isThere = false;
    if (program.contains("/")) {
      Path file = workingDirectory.resolve(program);
      if (isProgram(file)) {
        return;
      }
      isThere = Files.exists(file);
    } else {
      for (String folder : searchPath.split(File.pathSeparator, -1)) {
        Path file = workingDirectory.resolve(folder).resolve(program);
        if (isProgram(file)) {
          return;
        }
        isThere |= Files.isRegularFile(file);
      }
    }
    throw new ToolException(
        isThere ? "Permission denied (os error 13)" : "No such file or directory (os error 2)");
  }

  /**
   * Returns if a command can be run in the folder.
   *
   * @throws ToolException in the words of the operating system
   */
  public static void checkFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ToolException(whyNoFolder(folder));
    }
  }

  /** Why no command can be run in what is no folder, in the words of the operating system. */
  public static String whyNoFolder(Path path) {
    return Files.exists(path)
        ? "Not a directory (os error 20)"
        : "No such file or directory (os error 2)";
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
