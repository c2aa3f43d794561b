package dev.codex.examples.cli;

import dev.codex.Agent;
import dev.codex.config.Config;
import dev.codex.config.ProviderConfig;
import dev.codex.examples.demo.StandInServer;
import dev.codex.policy.ApprovalPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An agent that is set up as {@code codex exec} sets one up, for a shell that somebody types into.
 * It reads and answers; what it may do beyond that is up to the configuration.
 */
public final class LocalAgent {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Surroundings surroundings;

  LocalAgent(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * An agent with the model that is found: configured, by key, or on this machine. Where there is
   * none, the stand-in of the demo takes its place, which is said on standard error.
   *
   * @throws dev.codex.error.CodexException if the configuration makes no sense
   * @throws IllegalArgumentException if the workspace does not exist
   */
  public static Agent in(Path workspace) {
    return new LocalAgent(Surroundings.ofShell()).agent(workspace);
  }

  Agent agent(Path workspace) {
    Path folder = real(workspace);
    Config config =
        Config.builder().addHome(surroundings.home()).addProject(folder).build();
    ModelChoice choice = new ModelFinder(surroundings, new LocalServer(PATIENCE)::firstModel)
        .find(config, config.model());
    ModelChoice.Found found = choice instanceof ModelChoice.Missing missing
        ? standIn(missing)
        : (ModelChoice.Found) choice;
    ExecOptions options = ExecOptions.builder().isEphemeral(true).build();
    AgentAssembly assembly = new AgentAssembly(surroundings, options, config, folder, found);
    return assembly
        .agent(Place.of(surroundings, options.environment()))
        .newBuilder()
        .rules(assembly.rules().build())
        .approvalPolicy(config.approvalPolicy().orElse(ApprovalPolicy.ON_REQUEST))
        .build();
  }

  /** It is served for as long as the JVM lives. */
  private ModelChoice.Found standIn(ModelChoice.Missing missing) {
    missing.looked().forEach(surroundings.err()::println);
    surroundings
        .err()
        .println("So a stand-in that follows a few fixed rules answers instead; it is"
            + " not a language model.");
    ProviderConfig provider = ProviderConfig.builder()
        .id("stand-in")
        .name("stand-in on this machine")
        .baseUrl(StandInServer.create().baseUrl())
        .build();
    return new ModelChoice.Found(provider, "stand-in");
  }

  private static Path real(Path workspace) {
    try {
      return workspace.toRealPath();
    } catch (IOException e) {
      throw new IllegalArgumentException("The workspace " + workspace + " does not exist.", e);
    }
  }
}
