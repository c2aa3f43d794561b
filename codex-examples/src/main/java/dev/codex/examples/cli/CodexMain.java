package dev.codex.examples.cli;

import dev.codex.examples.cli.policy.PolicyCheckCommand;
import dev.codex.examples.cli.remote.ExecServerCommand;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.SandboxReport;
import dev.codex.sandbox.rules.ShellReadCommand;
import dev.codex.tools.patch.PatchCommand;
import java.io.IOException;
import java.util.List;

/** Starts what {@code bin/codex} is asked to start. */
public final class CodexMain {

  private static final String USAGE = """
      Usage: codex exec [OPTIONS] [PROMPT]           run one turn; as 'codex exec'
             codex exec [OPTIONS] resume ID [PROMPT] go on with a session (or --last)
             codex demo                              show the agent at work without a model
             codex sandbox [OPTIONS] -- COMMAND      run one command confined
             codex apply-patch [PATCH]               apply a patch, or that on standard input
             codex execpolicy check --rules FILE -- COMMAND   what rules say about a command
             codex shell-read                        say how scripts are read; JSON lines
             codex exec-server [--listen URL]        run commands for agents elsewhere
             codex probe                             say what confines commands here

      Options of sandbox: -s MODE, -C DIRECTORY, --add-dir DIRECTORY, --network on|off|proxy,
        --allow-domain NAME, --deny-domain NAME, --rules FILE, --temp writable|read-only|private

      Options of exec: --json, -m MODEL, -c KEY=VALUE, -p PROFILE, -C DIRECTORY,
        --add-dir DIRECTORY, -s read-only|workspace-write|danger-full-access, -i IMAGE,
        --environment ID, -o FILE, --output-schema FILE, --ephemeral, --skip-git-repo-check,
        --strict-config, --ignore-user-config, --yolo
      """;

  private final Surroundings surroundings;

  CodexMain(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.fromEnvironment();
    System.exit(new CodexMain(surroundings).run(List.of(arguments)));
  }

  /** Returns the exit code. */
  int run(List<String> words) {
    List<String> arguments = isOption(words) ? ExecArguments.commandFirst(words) : words;
    if (arguments.isEmpty()) {
      surroundings.err().print(USAGE + "\n");
      return new DemoCommand(surroundings, false).run();
    }
    try {
      return run(arguments.get(0), arguments.subList(1, arguments.size()));
    } catch (UsageException e) {
      surroundings.err().print("error: " + e.getMessage() + "\n\n" + USAGE);
      return 2;
    }
  }

  private int run(String command, List<String> arguments) {
    return switch (command) {
      case "exec", "e" -> exec(arguments);
      case "demo" -> new DemoCommand(surroundings, arguments.contains("--json")).run();
      case "sandbox" -> sandbox(arguments);
      case "apply-patch" ->
        PatchCommand.in(surroundings.directory())
            .run(arguments, surroundings.input(), surroundings.out(), surroundings.err());
      case "execpolicy" ->
        PolicyCheckCommand.in(surroundings.directory())
            .run(arguments, surroundings.out(), surroundings.err());
      case "shell-read" -> shellRead();
      case "exec-server" ->
        ExecServerCommand.in(surroundings.directory(), surroundings.environment())
            .run(arguments, surroundings.input(), surroundings.out(), surroundings.err());
      case "probe" -> probe();
      case "warm-up" -> new WarmUp(surroundings).run();
      case "-h", "--help", "help" -> help();
      case "-V", "--version" -> version();
      default -> throw new UsageException("there is no command '" + command + "'.");
    };
  }

  private static boolean isOption(List<String> words) {
    return words.size() > 1 && words.get(0).startsWith("-");
  }

  private int exec(List<String> arguments) {
    if (asksForHelp(arguments)) {
      return help();
    }
    return new ExecCommand(surroundings, ExecArguments.parse(arguments)).run();
  }

  /** What stands behind the two hyphens is for the command. */
  private static boolean asksForHelp(List<String> arguments) {
    int end = arguments.indexOf("--");
    List<String> options = end < 0 ? arguments : arguments.subList(0, end);
    return options.contains("--help") || options.contains("-h");
  }

  private int sandbox(List<String> words) {
    if (words.size() == 1 && asksForHelp(words)) {
      return help();
    }
    return new SandboxCommand(surroundings, SandboxArguments.parse(words, surroundings.directory()))
        .run();
  }

  private int shellRead() {
    try {
      return ShellReadCommand.create().run(surroundings.input(), surroundings.out());
    } catch (IOException e) {
      surroundings.err().println("Error: standard input cannot be read: " + e.getMessage());
      return 1;
    }
  }

  /** Says what confines commands on this machine; 0 if something does, else 1. */
  private int probe() {
    SandboxReport report =
        PlatformSandbox.fromEnvironment().variables(surroundings.environment()).probe();
    surroundings.out().print(report);
    return report.isConfining() ? 0 : 1;
  }

  private int help() {
    surroundings.out().print(USAGE);
    return 0;
  }

  private int version() {
    String version = CodexMain.class.getPackage().getImplementationVersion();
    surroundings.out().println("codex-java " + (version == null ? "dev" : version));
    return 0;
  }
}
