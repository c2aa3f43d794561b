package dev.codex;

import dev.codex.context.Instructions;
import dev.codex.error.ConfigException;
import dev.codex.exec.FileHistory;
import dev.codex.exec.Sandbox;
import dev.codex.hook.Hook;
import dev.codex.internal.thread.Threads;
import dev.codex.internal.turn.Assembly;
import dev.codex.internal.turn.ImmutableAssembly;
import dev.codex.internal.turn.NoSandbox;
import dev.codex.ledger.Ledger;
import dev.codex.model.Model;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Approver;
import dev.codex.policy.CommandRules;
import dev.codex.policy.Safeguard;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.Secrets;
import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.session.SessionStore;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts an {@link Agent} together. Only a model is needed; everything else has a default that allows
 * nothing. Not safe for use by several threads.
 */
public final class AgentBuilder {

  private @Nullable Model model;
  private final List<Tool> tools = new ArrayList<>();
  private Path workspace = Path.of("");
  private Sandbox sandbox = NoSandbox.INSTANCE;
  private SandboxPolicy sandboxPolicy = SandboxPolicy.readOnly();
  private ApprovalPolicy approvalPolicy = ApprovalPolicy.ON_REQUEST;
  private Approver approver = Approver.denyAll();
  private CommandRules rules = CommandRules.none();
  private final List<Hook> hooks = new ArrayList<>();
  private Optional<String> instructions = Optional.empty();
  private String developerInstructions = "";
  private Optional<SessionStore> store = Optional.empty();
  private Budget turnBudget = Budget.unlimited();
  private Budget sessionBudget = Budget.unlimited();
  private LoopGuard loopGuard = LoopGuard.standard();
  private Ledger ledger = Ledger.none();
  private Safeguard safeguard = Safeguard.standard();
  private Secrets secrets = Secrets.none();
  private Optional<FileHistory> fileHistory = Optional.empty();
  private Optional<Threads> threads = Optional.empty();
  private Clock clock = Clock.system(ZoneId.systemDefault());
  private RandomGenerator random = RandomGenerator.of("SplittableRandom");

  AgentBuilder() {}

  AgentBuilder(Assembly assembly) {
    model = assembly.model();
    tools.addAll(assembly.tools().tools());
    workspace = assembly.workspace();
    sandbox = assembly.sandbox();
    sandboxPolicy = assembly.sandboxPolicy();
    approvalPolicy = assembly.approvalPolicy();
    approver = assembly.approver();
    rules = assembly.rules();
    hooks.addAll(assembly.hooks());
    instructions = Optional.of(assembly.instructions());
    developerInstructions = assembly.developerInstructions();
    store = assembly.store();
    turnBudget = assembly.turnBudget();
    sessionBudget = assembly.sessionBudget();
    loopGuard = assembly.loopGuard();
    ledger = assembly.ledger();
    safeguard = assembly.safeguard();
    secrets = assembly.secrets();
    fileHistory = assembly.fileHistory();
    threads = Optional.of(assembly.threads());
    clock = assembly.clock();
    random = assembly.random();
  }

  public AgentBuilder model(Model model) {
    this.model = Objects.requireNonNull(model, "model");
    return this;
  }

  /** The directory that the agent works in; the default is the JVM's. */
  public AgentBuilder workspace(Path workspace) {
    this.workspace = Objects.requireNonNull(workspace, "workspace");
    return this;
  }

  /** Replaces the tools. Their order is the order in which the model reads about them. */
  public AgentBuilder tools(Collection<? extends Tool> tools) {
    this.tools.clear();
    this.tools.addAll(tools);
    return this;
  }

  public AgentBuilder addTool(Tool tool) {
    tools.add(Objects.requireNonNull(tool, "tool"));
    return this;
  }

  /** Where commands run and files are edited; the default has neither. */
  public AgentBuilder sandbox(Sandbox sandbox) {
    this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
    return this;
  }

  /** What commands can reach; the default is {@link SandboxPolicy#readOnly()}. */
  public AgentBuilder sandboxPolicy(SandboxPolicy sandboxPolicy) {
    this.sandboxPolicy = Objects.requireNonNull(sandboxPolicy, "sandboxPolicy");
    return this;
  }

  /** When somebody is asked; the default is {@link ApprovalPolicy#ON_REQUEST}. */
  public AgentBuilder approvalPolicy(ApprovalPolicy approvalPolicy) {
    this.approvalPolicy = Objects.requireNonNull(approvalPolicy, "approvalPolicy");
    return this;
  }

  /** Who is asked; the default denies everything. */
  public AgentBuilder approver(Approver approver) {
    this.approver = Objects.requireNonNull(approver, "approver");
    return this;
  }

  /** Standing answers to commands; the default has none. */
  public AgentBuilder rules(CommandRules rules) {
    this.rules = Objects.requireNonNull(rules, "rules");
    return this;
  }

  public AgentBuilder addHook(Hook hook) {
    hooks.add(Objects.requireNonNull(hook, "hook"));
    return this;
  }

  /** What the model is; the default describes a careful coding agent. */
  public AgentBuilder instructions(String instructions) {
    this.instructions = Optional.of(Objects.requireNonNull(instructions, "instructions"));
    return this;
  }

  /** What the model shall know beyond that: the host's rules, in the host's words. */
  public AgentBuilder developerInstructions(String developerInstructions) {
    this.developerInstructions =
        Objects.requireNonNull(developerInstructions, "developerInstructions");
    return this;
  }

  /** Where sessions are kept; the default keeps them in memory, for as long as their handle. */
  public AgentBuilder sessionStore(SessionStore store) {
    this.store = Optional.of(Objects.requireNonNull(store, "store"));
    return this;
  }

  /** What a single turn may use up; the default is no limit. */
  public AgentBuilder turnBudget(Budget turnBudget) {
    this.turnBudget = Objects.requireNonNull(turnBudget, "turnBudget");
    return this;
  }

  /** What a session may use up while it is open; the default is no limit. */
  public AgentBuilder sessionBudget(Budget sessionBudget) {
    this.sessionBudget = Objects.requireNonNull(sessionBudget, "sessionBudget");
    return this;
  }

  /** When a model that repeats itself is stopped; the default is {@link LoopGuard#standard()}. */
  public AgentBuilder loopGuard(LoopGuard loopGuard) {
    this.loopGuard = Objects.requireNonNull(loopGuard, "loopGuard");
    return this;
  }

  /** The book of side effects; the default keeps none. */
  public AgentBuilder ledger(Ledger ledger) {
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    return this;
  }

  /** Remembers what turns do to files, for {@link Session#undo()}. Default: nothing is kept. */
  public AgentBuilder fileHistory(FileHistory fileHistory) {
    this.fileHistory = Optional.of(Objects.requireNonNull(fileHistory, "fileHistory"));
    return this;
  }

  /** What no approval can allow; the default is {@link Safeguard#standard()}. */
  public AgentBuilder safeguard(Safeguard safeguard) {
    this.safeguard = Objects.requireNonNull(safeguard, "safeguard");
    return this;
  }

  /**
   * A value that tools may come across but nobody shall read: it is taken out of what they say
   * before a model, an event, an exception or the transcript gets it. Those of the model are known
   * without being named here.
   *
   * @throws IllegalArgumentException if it has fewer than {@link Secrets#MIN_LENGTH} characters
   */
  public AgentBuilder addSecret(String value) {
    secrets = secrets.plus(Secrets.of(Objects.requireNonNull(value, "value")));
    return this;
  }

  /**
   * Makes the threads that turns and calls run on: one for each turn, and one for each call unless
   * it is the only one of its answer, which the thread of its turn runs. The default is virtual
   * threads where the JVM has them, else daemon threads.
   */
  public AgentBuilder threadFactory(ThreadFactory factory) {
    this.threads = Optional.of(Threads.of(Objects.requireNonNull(factory, "factory")));
    return this;
  }

  /** What time it is, and in which zone; the default is the system's. */
  public AgentBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /** Spreads retries; the default is random. */
  public AgentBuilder random(RandomGenerator random) {
    this.random = Objects.requireNonNull(random, "random");
    return this;
  }

  /**
   * The agent.
   *
   * @throws ConfigException if the model is missing, a tool needs a sandbox and there is none, or
   *     the workspace is not where the sandbox is
   * @throws IllegalArgumentException if two tools have one name
   * @throws dev.codex.error.SandboxUnavailableException if the sandbox cannot enforce the policy
   *     here; the message says what is missing and what to do
   */
  public Agent build() {
    if (model == null) {
      throw new ConfigException("An agent needs a model. Call model(...), for example with"
          + " OpenAi.fromEnvironment().model(\"gpt-5.5\").");
    }
    requireSandbox();
    sandbox.require(sandboxPolicy);
    Path directory = workspace.toAbsolutePath().normalize();
    sandbox.requireWorkspace(directory);
    return new Agent(ImmutableAssembly.builder()
        .model(model)
        .tools(ToolRegistry.of(tools))
        .sandbox(sandbox)
        .sandboxPolicy(sandboxPolicy)
        .approvalPolicy(approvalPolicy)
        .approver(approver)
        .rules(rules)
        .hooks(hooks)
        .instructions(instructions.orElseGet(Instructions::standard))
        .developerInstructions(developerInstructions)
        .workspace(directory)
        .store(store)
        .turnBudget(turnBudget)
        .sessionBudget(sessionBudget)
        .loopGuard(loopGuard)
        .ledger(ledger)
        .safeguard(safeguard)
        .secrets(secrets)
        .fileHistory(fileHistory)
        .threads(threads.orElseGet(Threads::standard))
        .clock(clock)
        .random(random)
        .build());
  }

  private void requireSandbox() {
    if (sandbox != NoSandbox.INSTANCE) {
      return;
    }
    List<String> needy = tools.stream()
        .filter(Tool::needsSandbox)
        .map(tool -> tool.spec().name())
        .toList();
    if (!needy.isEmpty()) {
      throw new ConfigException(needy.stream().collect(Collectors.joining(", "))
          + " cannot work without a sandbox. Add codex-sandbox and call"
          + " sandbox(PlatformSandbox.detect()), or leave the tools out.");
    }
  }
}
