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
    surroundings.err().println("""
            Demo: a Java project with a failing test, in the new folder
              %s
            Commands run there as you and WITHOUT a sandbox (danger-full-access). The stand-in asks
            for nothing but reading these files, running test.sh and changing Discount.java.
            """.formatted(project).strip());
    try (StandInServer server = StandInServer.create()) {
      return new ExecCommand(surroundings, options(project, server)).run();
    }
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
