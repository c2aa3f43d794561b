package dev.codex.examples.cli;

import dev.codex.examples.demo.ScratchProject;
import dev.codex.examples.demo.StandInServer;
import java.nio.file.Path;

/** Shows the agent at work without any model: the {@code demo} command. */
final class DemoCommand {

  private final Surroundings surroundings;
  private final boolean json;

  DemoCommand(Surroundings surroundings, boolean json) {
    this.surroundings = surroundings;
    this.json = json;
  }

  /** Returns the exit code. */
  int run() {
    Path project = ScratchProject.create();
    surroundings
        .err()
        .println(
            "Demo: a Java project with a failing test in the new folder "
                + project
                + ". Commands run there unconfined, as you; they only read, compile and test these files.");
    int code;
    try (StandInServer server = StandInServer.create()) {
      code = new ExecCommand(surroundings, options(project, server)).run();
    }
    surroundings.err().println(after(project, code));
    return code;
  }

  private static String after(Path project, int code) {
    return code == 0
        ? "The project is in "
            + project
            + "; run its test with: sh test.sh\nTo work with a model, set OPENAI_API_KEY, or start"
            + " a local server such as Ollama, and run codex exec in your own project."
        : "The demo did not work out; the project is in " + project + ".";
  }

  private ExecOptions options(Path project, StandInServer server) {
    return ExecOptions.builder()
        .prompt("The test of this project fails. Find out why and mend it.")
        .workingDirectory(project)
        .sandboxMode("danger-full-access")
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
