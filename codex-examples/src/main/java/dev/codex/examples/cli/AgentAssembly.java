package dev.codex.examples.cli;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.config.Config;
import dev.codex.config.ProviderConfig;
import dev.codex.error.ConfigException;
import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.examples.cli.output.RunInfo;
import dev.codex.hook.CommandHooks;
import dev.codex.hook.HookFailures;
import dev.codex.model.Model;
import dev.codex.model.openai.OpenAi;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.rules.RulesFiles;
import dev.codex.sandbox.rules.Trust;
import dev.codex.session.InMemorySessionStore;
import dev.codex.session.JsonlSessionStore;
import dev.codex.session.SessionStore;
import dev.codex.tool.Tool;
import dev.codex.tools.CodingTool;
import dev.codex.tools.CodingTools;
import dev.codex.tools.plan.RequestUserInputTool;
import dev.codex.tools.shell.LoginShell;
import dev.codex.tools.web.WebSearchTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Puts the agent of a run together from flags and configuration. */
final class AgentAssembly {

  /** Nobody is there to be asked, whatever the configuration says. */
  private static final ApprovalPolicy APPROVALS = ApprovalPolicy.NEVER;

  private static final String HOOKS = "hooks.json";
  private static final String ORIGINATOR = "CODEX_INTERNAL_ORIGINATOR_OVERRIDE";

  private final Surroundings surroundings;
  private final ExecOptions options;
  private final Config config;
  private final Path workspace;
  private final ModelChoice.Found choice;
  private final SessionStore store;
  private final CommandHooks hooks;

  AgentAssembly(
      Surroundings surroundings,
      ExecOptions options,
      Config config,
      Path workspace,
      ModelChoice.Found choice) {
    this.surroundings = surroundings;
    this.options = options;
    this.config = config;
    this.workspace = workspace;
    this.choice = choice;
    this.store = options.isEphemeral()
        ? InMemorySessionStore.create()
        : JsonlSessionStore.in(surroundings.home());
    this.hooks = hooks();
  }

  SessionStore store() {
    return store;
  }

  Agent agent(Place place) {
    AgentBuilder agent = Agent.builder()
        .model(model())
        .workspace(workspace)
        .tools(tools())
        .sandbox(place.sandbox(config))
        .sandboxPolicy(sandboxPolicy())
        .approvalPolicy(APPROVALS)
        .rules(rules().forbidForcedRemoval().build())
        .sessionStore(store)
        .threadFactory(AgentAssembly::thread);
    config.path("model_instructions_file").map(AgentAssembly::read).ifPresent(agent::instructions);
    config.text("developer_instructions").ifPresent(agent::developerInstructions);
    hooks.hooks().forEach(agent::addHook);
    return agent.build();
  }

  /**
   * Not a virtual one, for which there is nothing to gain with a single session: what waits for
   * their sockets would keep the JVM from its end for 300 ms.
   */
  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "codex");
    thread.setDaemon(true);
    return thread;
  }

  /** As Codex has them: a plan only on request, nobody to ask, and searches as configured. */
  private List<Tool> tools() {
    CodingTools.Builder tools = CodingTools.builder()
        .loginShell(LoginShell.BY_DEFAULT)
        .userInput(RequestUserInputTool.unavailable());
    if (config.flag("tools.update_plan.enabled").orElse(false)) {
      tools.add(CodingTool.UPDATE_PLAN);
    }
    String search =
        config.text("web_search").orElse(choice.provider().requiresOpenAiAuth() ? "cached" : "");
    if (search.equals("cached") || search.equals("live")) {
      WebSearchTool.Access access =
          search.equals("live") ? WebSearchTool.Access.LIVE : WebSearchTool.Access.CACHED;
      tools.webSearch(WebSearchTool.builder().access(access).build());
    }
    return tools.build();
  }

  /** The rules of the home and, where the project is trusted, its own. */
  RulesFiles.Builder rules() {
    Path home = surroundings.home().resolve("rules");
    RulesFiles.Builder rules =
        RulesFiles.builder().trust(Trust.OUTSIDE).amendments(home.resolve("default.rules"));
    if (!options.ignoresRules()) {
      rules.addFolder(home);
      if (config.isTrusted(workspace)) {
        rules.addFolder(workspace.resolve(".codex").resolve("rules"));
      }
    }
    return rules;
  }

  /** What a person should know before the first turn. */
  List<String> notices() {
    return hooks.notices();
  }

  /**
   * As in Codex, only hooks that somebody has reviewed run; here the flag is the only way to say
   * so. One that fails has nothing to say, which is what its author expects from Codex.
   */
  private CommandHooks hooks() {
    CommandHooks.Builder builder = CommandHooks.builder()
        .environment(surroundings.environment())
        .failures(HookFailures.IGNORE);
    if (options.trustsHooks()) {
      builder.addFile(surroundings.home().resolve(HOOKS));
      if (config.isTrusted(workspace)) {
        builder.addFile(workspace.resolve(".codex").resolve(HOOKS));
      }
    }
    return builder.build();
  }

  RunInfo info(String sessionId, String prompt) {
    return new RunInfo(
        sessionId,
        workspace,
        choice.model(),
        choice.provider().name(),
        APPROVALS.wireName(),
        sandboxPolicy().mode(),
        prompt);
  }

  private SandboxPolicy sandboxPolicy() {
    SandboxPolicy policy = options
        .sandboxMode()
        .map(mode -> config.sandboxPolicy(mode, workspace))
        .or(() -> config.sandboxPolicy(workspace))
        .orElse(SandboxPolicy.readOnly());
    if (!(policy instanceof SandboxPolicy.WorkspaceWrite write)) {
      return policy;
    }
    List<Path> roots = new ArrayList<>(write.roots());
    options.writableFolders().forEach(folder -> roots.add(workspace.resolve(folder)));
    return new SandboxPolicy.WorkspaceWrite(roots, write.network(), write.tempFolders());
  }

  private Model model() {
    ProviderConfig provider = choice.provider();
    Optional<String> key;
    try {
      key = key(provider);
    } catch (ConfigException e) {
      return unreachable(Objects.requireNonNull(e.getMessage(), "it says what to configure"));
    }
    OpenAi.Builder openAi = OpenAi.builder()
        .provider(provider.id())
        .originator(surroundings.variable(ORIGINATOR).orElse("codex_exec"));
    provider.baseUrl().ifPresent(openAi::baseUrl);
    key.ifPresent(openAi::apiKey);
    provider.headers(surroundings.environment()).forEach(openAi::header);
    provider.queryParameters().forEach(openAi::queryParameter);
    provider.requestRetries().ifPresent(openAi::requestRetries);
    provider.streamRetries().ifPresent(openAi::streamRetries);
    provider.streamIdleTimeout().ifPresent(openAi::streamIdleTimeout);
    Model model = openAi.build().model(choice.model(), config.modelSettings());
    return new ConfiguredModel(
        model, config.integer("tool_output_token_limit"), config.integer("model_context_window"));
  }

  private Optional<String> key(ProviderConfig provider) {
    Optional<String> own = provider.apiKey(surroundings.environment());
    return own.isEmpty() && provider.requiresOpenAiAuth()
        ? ModelFinder.openAiKey(surroundings)
        : own;
  }

  /** A missing key is found out by the turn, as in Codex, and not before there is a session. */
  private static Model unreachable(String why) {
    ModelFailure failure = ModelFailure.builder()
        .kind(ModelFailure.Kind.AUTHENTICATION)
        .message(why)
        .isRetryable(false)
        .build();
    return request -> {
      throw ModelException.of(failure);
    };
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException(
          "model_instructions_file names " + file + ", which cannot be read: " + e.getMessage(), e);
    }
  }
}
