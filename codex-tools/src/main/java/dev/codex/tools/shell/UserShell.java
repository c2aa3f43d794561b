package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which shell reads a script, and how it is started. */
final class UserShell {

  private static final Set<String> POSIX = Set.of("bash", "zsh", "sh", "dash", "ksh");
  private static final String LAST_RESORT = "/bin/sh";
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final String preferred;
  private final String path;
  private final LoginShell loginShell;

  UserShell(Map<String, String> environment, LoginShell loginShell) {
    String named = environment.getOrDefault("SHELL", "");
    this.preferred = named.startsWith("/") && isPosix(named) ? named : "";
    this.path = environment.getOrDefault("PATH", USUAL_PATH);
    this.loginShell = loginShell;
  }

  private static boolean isPosix(String shell) {
    return POSIX.contains(shell.substring(shell.lastIndexOf('/') + 1));
  }

  /** The words that run the script. */
  List<String> words(ExecArguments arguments, FileAccess files) {
    String shell = arguments.shell().isEmpty() ? standard(files) : find(arguments.shell(), files);
    return List.of(shell, isLogin(arguments.login()) ? "-lc" : "-c", arguments.script());
  }

  /** The words that run a script in the user's own shell. */
  List<String> words(String script, Optional<Boolean> login, FileAccess files) {
    return List.of(standard(files), isLogin(login) ? "-lc" : "-c", script);
  }

  private boolean isLogin(Optional<Boolean> wanted) {
    boolean login = wanted.orElse(loginShell == LoginShell.BY_DEFAULT);
    if (login && loginShell == LoginShell.NEVER) {
      throw new ToolException(
          "login shell is disabled by config; omit `login` or set it to false.");
    }
    return login;
  }

  private String standard(FileAccess files) {
    if (!preferred.isEmpty()) {
      return preferred;
    }
    return isThere("/bin/bash", files) ? "/bin/bash" : LAST_RESORT;
  }

  /** As in Codex, what is no shell or is not there gives way to {@code /bin/sh}. */
  private String find(String shell, FileAccess files) {
    if (!isPosix(shell)) {
      return LAST_RESORT;
    }
    if (shell.contains("/")) {
      return isThere(shell, files) ? shell : LAST_RESORT;
    }
    for (String folder : path.split(":")) {
      String candidate = folder + "/" + shell;
      if (folder.startsWith("/") && isThere(candidate, files)) {
        return candidate;
      }
    }
    return LAST_RESORT;
  }

  private static boolean isThere(String program, FileAccess files) {
    try {
      return files
          .status(Path.of(program))
          .filter(status -> status.kind() != FileStatus.Kind.DIRECTORY)
          .isPresent();
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
