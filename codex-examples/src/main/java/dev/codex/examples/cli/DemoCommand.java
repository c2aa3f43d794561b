package dev.codex.examples.cli;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.examples.demo.ScratchProject;
import dev.codex.examples.demo.StandInServer;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import java.nio.file.Path;
import java.util.Optional;

/** Shows the agent at work without any model: the {@code demo} command. */
final class DemoCommand {

  private static final String CONFINED =
      "Commands are confined by %s: they write there and to temporary folders,"
          + " and have no network.";
  private static final String UNCONFINED =
      "Nothing confines commands here, so they run as you; they only read, compile and test these"
          + " files.";

  private final Surroundings surroundings;
  private final boolean json;

  DemoCommand(Surroundings surroundings, boolean json) {
    this.surroundings = surroundings;
    this.json = json;
  }

  /** Returns the exit code. */
  int run() {
    Path project = ScratchProject.create();
    Optional<String> mechanism = mechanism();
    boolean confined = mechanism.isPresent();
    surroundings
        .err()
        .println("Demo: a Java project with a failing test in the new folder "
            + project
            + ". "
            + mechanism.map(CONFINED::formatted).orElse(UNCONFINED));
    int code;
    try (StandInServer server = StandInServer.create()) {
      code = new ExecCommand(surroundings, options(project, server, confined)).run();
    }
    surroundings.err().println(after(project, code));
    return code;
  }

  /** What confines commands here, if anything does. */
  private Optional<String> mechanism() {
    Sandbox sandbox =
        PlatformSandbox.fromEnvironment().variables(surroundings.environment()).build();
    try {
      sandbox.require(SandboxPolicy.workspaceWrite());
      String name = sandbox.toString();
      return Optional.of(name.substring(name.indexOf('[') + 1, name.length() - 1));
    } catch (SandboxUnavailableException e) {
      return Optional.empty();
    }
  }

  private static String after(Path project, int code) {
    return code == 0
        ? "The project is in "
            + project
            + "; run its test with: sh test.sh\nTo work with a model, set OPENAI_API_KEY, or start"
            + " a local server such as Ollama, and run codex exec in your own project."
        : "The demo did not work out; the project is in " + project + ".";
  }

  private ExecOptions options(Path project, StandInServer server, boolean confined) {
    return ExecOptions.builder()
        .prompt("The test of this project fails. Find out why and mend it.")
        .workingDirectory(project)
        .sandboxMode(confined ? "workspace-write" : "danger-full-access")
        .skipsRepositoryCheck(true)
        .ignoresUserConfig(true)
        .isEphemeral(true)
        .isJson(json)
        .model("stand-in")
        .addOverrides(
            "model_provider=\"stand-in\"",
            "model_providers.stand-in.name=\"stand-in on this machine\"",
            "model_providers.stand-in.base_url=\"" + server.baseUrl() + "\"")
        .build();
  }
}
