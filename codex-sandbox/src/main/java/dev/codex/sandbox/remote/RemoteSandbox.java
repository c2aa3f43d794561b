package dev.codex.sandbox.remote;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.protocol.PolicyCodec;
import dev.codex.sandbox.protocol.Trees;
import dev.codex.sandbox.remote.registry.ExecutorRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands and keeps files on an executor, which confines them with what it has. Connects when
 * it is first used and never falls back to this machine: an executor that cannot be reached is a
 * {@link dev.codex.error.SandboxUnavailableException}. Safe for use by many sessions at once; who
 * made it closes it, which ends everything that still runs there.
 */
public final class RemoteSandbox implements Sandbox, AutoCloseable {

  private final ExecClient client;
  private final EnvironmentPolicy environment;
  private final String place;

  private RemoteSandbox(Connector connector, RecoveryTimes times, EnvironmentPolicy environment) {
    this(
        new ExecClient(new ExecClient.Surroundings(connector, times, Pace.REAL)),
        environment,
        connector.toString());
  }

  RemoteSandbox(ExecClient client, EnvironmentPolicy environment, String place) {
    this.client = client;
    this.environment = environment;
    this.place = place;
  }

  /** An exec-server that listens without a token, such as {@code ws://127.0.0.1:4500}. */
  public static RemoteSandbox connect(URI url) {
    return builder().url(url).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Says how an executor is reached. */
  public static final class Builder {
    private @Nullable URI url;
    private List<String> program = List.of();
    private Map<String, String> variables = Map.of();
    private Path directory = Path.of("").toAbsolutePath();
    private @Nullable ExecutorRegistry registry;
    private String token = "";
    private RecoveryTimes times = RecoveryTimes.standard();
    private EnvironmentPolicy environment = EnvironmentPolicy.standard();

    private Builder() {}

    /** A server that listens: {@code ws://} or {@code wss://}. */
    public Builder url(URI url) {
      this.url = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Sent as {@code Authorization: Bearer}; only over TLS or to this machine. */
    public Builder bearerToken(String token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /** A program that speaks the protocol on its standard streams. */
    public Builder program(String... words) {
      this.program = List.of(words);
      return this;
    }

    /** Added to this JVM's environment for the program, and where it is started. */
    public Builder programSurroundings(Map<String, String> variables, Path directory) {
      this.variables = new LinkedHashMap<>(variables);
      this.directory = directory;
      return this;
    }

    /** An executor that is found through a registry. */
    public Builder registry(ExecutorRegistry registry) {
      this.registry = Objects.requireNonNull(registry, "registry");
      return this;
    }

    /** How long it is tried to get back to an executor. */
    public Builder times(RecoveryTimes times) {
      this.times = Objects.requireNonNull(times, "times");
      return this;
    }

    /** Which of the executor's own variables commands get; the default is {@code standard()}. */
    public Builder environment(EnvironmentPolicy environment) {
      this.environment = Objects.requireNonNull(environment, "environment");
      return this;
    }

    /**
     * A sandbox that has not connected yet.
     *
     * @throws IllegalArgumentException if not exactly one way to an executor was named, or it would
     *     carry the token in the clear
     */
    public RemoteSandbox build() {
      int ways = (url != null ? 1 : 0) + (program.isEmpty() ? 0 : 1) + (registry != null ? 1 : 0);
      if (ways != 1) {
        throw new IllegalArgumentException("A remote sandbox needs exactly one way to its executor,"
            + " and has " + ways + ". Call one of url, program and registry.");
      }
      return new RemoteSandbox(connector(), times, environment);
    }

    private Connector connector() {
      if (url != null) {
        Map<String, String> headers =
            token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
        return new WebSocketConnector(url, headers, times);
      }
      return registry != null
          ? new RegistryConnector(registry, times)
          : new StdioConnector(program, variables, directory);
    }
  }

  /** Checks that the policy can be said to an executor; whether it is enforced, starting shows. */
  @Override
  public void require(SandboxPolicy policy) {
    PolicyCodec.require(policy);
  }

  @Override
  public RemoteCommand start(Command command, SandboxPolicy policy) {
    PolicyCodec.require(policy);
    String id = UUID.randomUUID().toString();
    return new CommandStart(client, new StartParams(id, command, policy, environment)).run();
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    PolicyCodec.require(policy);
    return new RemoteFiles(client, this, policy);
  }

  /**
   * What the executor says about itself; connects if need be.
   *
   * @throws IOException if it cannot be reached
   */
  public ExecutorInfo info() throws IOException {
    Attachment attachment = client.ready();
    if (attachment.environment().isObject()) {
      return ExecutorInfo.of(attachment.environment());
    }
    return ExecutorInfo.of(Trees.read(client.ask(
        "environment/info",
        json -> {
          json.writeStartObject();
          json.writeEndObject();
        },
        ExecClient.Repeat.SAFE)));
  }

  /** Sends an HTTP request from the executor's network. */
  public HttpAnswer http(HttpCall call) throws IOException {
    return HttpAnswer.of(client, call);
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "RemoteSandbox[" + place + "]";
  }
}
