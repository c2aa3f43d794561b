package dev.codex;

import dev.codex.error.ConfigException;
import dev.codex.internal.turn.Assembly;
import dev.codex.internal.turn.Conversation;
import dev.codex.session.SessionStore;

/**
 * An agent, put together by the host: a model, tools, a sandbox and the policies that hold for all
 * its sessions. Immutable, safe for use by any number of threads, and in need of no closing.
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .model(OpenAi.fromEnvironment().model("gpt-5.5"))
 *     .workspace(Path.of("."))
 *     .tools(CodingTools.standard())
 *     .sandbox(PlatformSandbox.detect())
 *     .sandboxPolicy(SandboxPolicy.dangerFullAccess())
 *     .build();
 * System.out.println(agent.run("Why does FooTest fail?"));
 * }</pre>
 *
 * <p>What a host leaves out is safe: no tools, a read-only policy, nobody who approves.
 */
public final class Agent {

  private final Assembly assembly;

  Agent(Assembly assembly) {
    this.assembly = assembly;
  }

  public static AgentBuilder builder() {
    return new AgentBuilder();
  }

  /** A builder that holds what this agent is made of. */
  public AgentBuilder newBuilder() {
    return new AgentBuilder(assembly);
  }

  /** A new conversation. Nothing is written before its first turn. */
  public Session startSession() {
    return new Session(Conversation.begin(assembly), assembly.model().profile());
  }

  /**
   * Goes on with a conversation out of the agent's store.
   *
   * @throws dev.codex.error.SessionNotFoundException if the store has none of this id
   * @throws dev.codex.error.SessionException if it is in use elsewhere or cannot be read
   */
  public Session resumeSession(String id) {
    SessionStore store = assembly
        .store()
        .orElseThrow(() -> new ConfigException("Session "
            + id
            + " cannot be resumed: this agent has no store. Give it one with"
            + " Agent.builder().sessionStore(JsonlSessionStore.in(path))."));
    return new Session(
        Conversation.resume(assembly, store, id), assembly.model().profile());
  }

  /**
   * Runs one turn in a session of its own; see {@link Session#run(Prompt)} for what comes of a
   * turn that is stopped.
   *
   * @throws dev.codex.error.TurnFailedException if it fails
   */
  public TurnResult run(String text) {
    try (Session session = startSession()) {
      return session.run(text);
    }
  }

  /** Like {@link Session#run(String, Class)}, in a session of its own. */
  public <T> T run(String text, Class<T> type) {
    try (Session session = startSession()) {
      return session.run(text, type);
    }
  }

  @Override
  public String toString() {
    return "Agent[model="
        + assembly.model().profile().name()
        + ", tools="
        + assembly.tools().size()
        + ", sandbox="
        + assembly.sandboxPolicy().mode()
        + ", approvals="
        + assembly.approvalPolicy().wireName()
        + "]";
  }
}
