package dev.codex.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The hooks that people keep in Codex's {@code hooks.json}: commands that get an event as JSON on
 * their standard input and answer with their exit code and JSON on their standard output.
 *
 * <pre>{@code
 * CommandHooks hooks = CommandHooks.builder()
 *     .environment(System.getenv())
 *     .addFile(home.resolve("hooks.json"))
 *     .build();
 * hooks.hooks().forEach(agent::addHook);
 * }</pre>
 *
 * <p>Each runs in the user's shell, in the session's directory, outside of every sandbox and with
 * all the rights of this JVM: read only files that somebody has reviewed. Of the environment it
 * gets a few well-known variables and those that the host names. A hook that fails has denied,
 * unless the host wants it as in Codex; see {@link Builder#failures}.
 */
public final class CommandHooks {

  /** What programs need to find their way, and nothing that holds a secret. */
  private static final List<String> PASSED_ON = List.of(
      "PATH",
      "HOME",
      "USER",
      "LOGNAME",
      "SHELL",
      "LANG",
      "LANGUAGE",
      "LC_ALL",
      "LC_CTYPE",
      "TERM",
      "TZ",
      "TMPDIR",
      "CODEX_HOME",
      "SYSTEMROOT",
      "COMSPEC",
      "PATHEXT",
      "USERPROFILE",
      "TEMP");

  private final List<Hook> hooks;
  private final List<String> notices;

  private CommandHooks(List<Hook> hooks, List<String> notices) {
    this.hooks = List.copyOf(hooks);
    this.notices = List.copyOf(notices);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** One hook per command, in the order of the files. */
  public List<Hook> hooks() {
    return hooks;
  }

  /** What a person should know about the files: what could not be read or is not run. */
  public List<String> notices() {
    return notices;
  }

  /** Says which hooks are read and how they run. */
  public static final class Builder {
    private final List<Path> files = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final List<String> passedOn = new ArrayList<>(PASSED_ON);
    private HookFailures failures = HookFailures.DENY;

    private Builder() {}

    /** Reads a file; one that does not exist holds no hooks. */
    public Builder addFile(Path file) {
      files.add(file.toAbsolutePath().normalize());
      return this;
    }

    /** Where the few variables that hooks get are taken from; the default is empty. */
    public Builder environment(Map<String, String> variables) {
      this.variables.putAll(variables);
      return this;
    }

    /** One more variable that hooks get, if the environment has it. */
    public Builder addVariable(String name) {
      passedOn.add(Objects.requireNonNull(name, "name"));
      return this;
    }

    /** The default is {@link HookFailures#DENY}. */
    public Builder failures(HookFailures failures) {
      this.failures = Objects.requireNonNull(failures, "failures");
      return this;
    }

    /** Reads the files. What is wrong with one is in {@link CommandHooks#notices()}. */
    public CommandHooks build() {
      Map<String, String> environment = new TreeMap<>(variables);
      environment.keySet().retainAll(passedOn);
      List<Hook> hooks = new ArrayList<>();
      List<String> notices = new ArrayList<>();
      for (Path file : files) {
        HooksFile read = read(file);
        notices.addAll(read.notices());
        for (HooksFile.Entry entry : read.entries()) {
          hooks.add(new CommandHook(entry, environment, failures));
        }
      }
      return new CommandHooks(hooks, notices);
    }

    private static HooksFile read(Path file) {
      try {
        return HooksFile.parse(file, Files.readString(file));
      } catch (NoSuchFileException e) {
        return HooksFile.empty();
      } catch (IOException e) {
        return HooksFile.unreadable("failed to read hooks config " + file + ": " + e.getMessage());
      }
    }
  }
}
