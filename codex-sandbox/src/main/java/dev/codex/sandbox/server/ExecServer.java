package dev.codex.sandbox.server;

import dev.codex.exec.Sandbox;
import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.StreamLink;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.process.OutputReaders;
import dev.codex.sandbox.server.socket.Acceptor;
import dev.codex.sandbox.server.socket.Gatekeeper;
import dev.codex.sandbox.server.socket.SocketLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An executor that listens. Clients run commands with the rights of this JVM's user unless they ask
 * for a sandbox themselves, so whoever may connect is trusted like that user: listening anywhere
 * but on this machine needs a token.
 */
public final class ExecServer implements AutoCloseable {

  private final Sessions sessions;
  private final Methods methods;
  private final ServerLimits limits;
  private final @Nullable Acceptor acceptor;

  private ExecServer(Builder builder, boolean listens) throws IOException {
    limits = builder.limits;
    Executor threads = new OutputReaders();
    sessions = new Sessions(limits, threads);
    List<Path> temporary = builder.temporaryFolders();
    Sandbox sandbox = builder.sandbox();
    methods = new Methods(
        new ProcessMethods(sandbox, builder.variables, temporary, limits, threads),
        new FileMethods(sandbox, temporary, new MissingWatch(sessions.timer()), Builder.MAX_FILE),
        new HttpMethods(threads),
        new EnvironmentMethods(builder.variables, builder.directory, temporary));
    try {
      acceptor = listens
          ? Acceptor.listen(
              builder.address,
              builder.gatekeeper,
              threads,
              new Acceptor.Limits(
                  limits.maxConnections(), (int) limits.handshakeTimeout().toMillis()),
              this::serve)
          : null;
    } catch (IOException e) {
      sessions.close();
      throw e;
    }
  }

  /** Begins with the environment of this JVM, of which commands get what clients ask for. */
  public static Builder fromEnvironment() {
    return new Builder().variables(System.getenv());
  }

  /** Begins with no environment. */
  public static Builder builder() {
    return new Builder();
  }

  /** Says how to listen, and for whom. */
  public static final class Builder {
    private static final int MAX_FILE = 512 << 20;

    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private Gatekeeper gatekeeper = ServerAuth.open();
    private boolean guarded;
    private ServerLimits limits = ServerLimits.standard();
    private Map<String, String> variables = Map.of();
    private Path directory = Path.of("").toAbsolutePath();
    private @Nullable Sandbox sandbox;

    private Builder() {}

    /** Where to listen; the default is a free port of this machine that others cannot reach. */
    public Builder address(InetSocketAddress address) {
      this.address = Objects.requireNonNull(address, "address");
      return this;
    }

    /** Clients must show this token. */
    public Builder capabilityToken(String token) {
      if (token.isBlank()) {
        throw new IllegalArgumentException("A capability token must not be blank.");
      }
      return guard(ServerAuth.token(ServerAuth.sha256(token)));
    }

    /** Clients must show the token that has this SHA-256, in hexadecimal digits. */
    public Builder capabilityTokenSha256(String digits) {
      byte[] hash = HexFormat.of().parseHex(digits);
      if (hash.length != 32) {
        throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits.");
      }
      return guard(ServerAuth.token(hash));
    }

    /** Clients must show a token that is signed like this. */
    public Builder signedBearer(SignedBearer signed) {
      return guard(signed.gatekeeper(Clock.systemUTC()));
    }

    private Builder guard(Gatekeeper gatekeeper) {
      this.gatekeeper = gatekeeper;
      this.guarded = true;
      return this;
    }

    public Builder limits(ServerLimits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** What commands can be given. */
    public Builder variables(Map<String, String> variables) {
      this.variables = Map.copyOf(variables);
      return this;
    }

    /** What clients are told about where they are; absolute. */
    public Builder directory(Path directory) {
      this.directory = directory.toAbsolutePath().normalize();
      return this;
    }

    /**
     * What runs commands, with exactly the variables of each command; the default is this
     * machine's.
     */
    public Builder sandbox(Sandbox sandbox) {
      this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
      return this;
    }

    private Sandbox sandbox() {
      if (sandbox != null) {
        return sandbox;
      }
      Map<String, String> temporary =
          variables.containsKey("TMPDIR") ? Map.of("TMPDIR", variables.get("TMPDIR")) : Map.of();
      return PlatformSandbox.builder()
          .variables(temporary)
          .environment(EnvironmentPolicy.builder()
              .inherit(EnvironmentPolicy.Inherit.NONE)
              .quiet(EnvironmentPolicy.Quiet.LEFT_OUT)
              .build())
          .build();
    }

    private List<Path> temporaryFolders() {
      List<Path> folders = new ArrayList<>();
      if (java.io.File.separatorChar == '/') {
        folders.add(Path.of("/tmp"));
      }
      Path named = Path.of(variables.getOrDefault("TMPDIR", ""));
      if (named.isAbsolute()) {
        folders.add(named.normalize());
      }
      return folders;
    }

    /**
     * Begins to listen, on daemon threads.
     *
     * @throws IllegalStateException if others than this machine could connect without a token
     * @throws IOException if the address cannot be had
     */
    public ExecServer listen() throws IOException {
      InetAddress where = address.getAddress();
      if (!guarded && (where == null || !where.isLoopbackAddress())) {
        throw new IllegalStateException("Listening on " + address + " without a token would let"
            + " everybody on the network run commands. Set capabilityToken or signedBearer, or"
            + " listen on 127.0.0.1.");
      }
      return new ExecServer(this, true);
    }

    /**
     * Serves one client on two streams until the input ends; on the calling thread.
     *
     * @throws IOException never while serving; only if the server cannot be set up
     */
    public void serve(InputStream in, OutputStream out) throws IOException {
      try (ExecServer server = new ExecServer(this, false)) {
        server.serve(in, out);
      }
    }
  }

  private void serve(SocketLink.Admitted admitted) {
    SocketLink link = admitted.link();
    ClientConnection.LivenessProbe liveness = new ClientConnection.LivenessProbe() {
      @Override
      public void ping() throws IOException {
        link.ping();
      }

      @Override
      public long lastHeard() {
        return link.lastArrival();
      }
    };
    ClientConnection client =
        new ClientConnection(link, liveness, admitted.who(), sessions, methods);
    link.serve(client, limits.maxMessageBytes());
  }

  private void serve(InputStream in, OutputStream out) {
    CountDownLatch over = new CountDownLatch(1);
    StdioClient client = new StdioClient(sessions, methods, over);
    Link unused = client.open(listener -> StreamLink.open(in, out, () -> {}, listener));
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where clients connect to. */
  public URI url() {
    Acceptor listening =
        Objects.requireNonNull(acceptor, "only servers that listen are handed out");
    String host = listening.address().getHostAddress();
    return URI.create(
        "ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening.port());
  }

  /** Ends all sessions and everything that runs in them. */
  @Override
  public void close() {
    if (acceptor != null) {
      acceptor.close();
    }
    sessions.close();
  }
}
