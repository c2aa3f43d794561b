package dev.codex.examples.cli.remote;

import dev.codex.sandbox.server.ExecServer;
import dev.codex.sandbox.server.SignedBearer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Serves until it is killed: the {@code exec-server} command. */
public final class ExecServerCommand {

  private static final Set<String> OPTIONS = Set.of(
      "--listen",
      "--ws-auth",
      "--ws-token-file",
      "--ws-token-sha256",
      "--ws-shared-secret-file",
      "--ws-issuer",
      "--ws-audience",
      "--ws-max-clock-skew-seconds");

  private final Map<String, String> variables;
  private final Path directory;
  private final Map<String, String> options = new HashMap<>();

  private ExecServerCommand(Map<String, String> variables, Path directory) {
    this.variables = variables;
    this.directory = directory;
  }

  /** Serves what is found in the directory, to commands with what they want of the variables. */
  public static ExecServerCommand in(Path directory, Map<String, String> variables) {
    return new ExecServerCommand(variables, directory);
  }

  /**
   * Listens, and prints where as the first line; with {@code --listen stdio} speaks on the streams.
   *
   * @return the exit code
   */
  public int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
    try {
      read(arguments);
      ExecServer.Builder server = ExecServer.builder().variables(variables).directory(directory);
      String listen = options.getOrDefault("--listen", "ws://127.0.0.1:0");
      if (listen.equals("stdio") || listen.equals("stdio://")) {
        server.serve(in, out);
        return 0;
      }
      server.address(address(listen));
      guard(server);
      serve(server, out);
      return 0;
    } catch (IllegalArgumentException | IllegalStateException e) {
      err.println("error: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("error: " + e.getMessage());
      return 1;
    }
  }

  private static void serve(ExecServer.Builder builder, PrintStream out) throws IOException {
    ExecServer server = builder.listen();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "codex-exec-server-end"));
    out.println(server.url());
    out.flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      int sign = word.indexOf('=');
      String name = sign < 0 ? word : word.substring(0, sign);
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("'exec-server' does not know '" + word + "'; it knows "
            + String.join(", ", OPTIONS.stream().sorted().toList()) + ".");
      }
      if (sign < 0 && i + 1 == arguments.size()) {
        throw new IllegalArgumentException("the option '" + name + "' needs a value.");
      }
      options.put(name, sign < 0 ? arguments.get(++i) : word.substring(sign + 1));
    }
  }

  private static InetSocketAddress address(String listen) throws IOException {
    URI url = URI.create(listen);
    if (!"ws".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 0) {
      throw new IllegalArgumentException(
          "'" + listen + "' is no address to listen on; use ws://IP:PORT or stdio.");
    }
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(InetAddress.getByName(host), url.getPort());
  }

  private void guard(ExecServer.Builder server) throws IOException {
    String kind = options.getOrDefault("--ws-auth", "");
    switch (kind) {
      case "" -> {
        if (options.keySet().stream().anyMatch(name -> name.startsWith("--ws-"))) {
          throw new IllegalArgumentException("the options --ws-… need --ws-auth.");
        }
      }
      case "capability-token" -> {
        if (options.containsKey("--ws-token-sha256")) {
          server.capabilityTokenSha256(options.get("--ws-token-sha256"));
        } else {
          server.capabilityToken(
              new String(secret("--ws-token-file"), StandardCharsets.UTF_8).strip());
        }
      }
      case "signed-bearer-token" -> server.signedBearer(signed());
      default ->
        throw new IllegalArgumentException(
            "'--ws-auth' is capability-token or signed-bearer-token, not '" + kind + "'.");
    }
  }

  private SignedBearer signed() throws IOException {
    SignedBearer.Builder signed = SignedBearer.builder().secret(secret("--ws-shared-secret-file"));
    if (options.containsKey("--ws-issuer")) {
      signed.issuer(options.get("--ws-issuer"));
    }
    if (options.containsKey("--ws-audience")) {
      signed.audience(options.get("--ws-audience"));
    }
    if (options.containsKey("--ws-max-clock-skew-seconds")) {
      signed.maxClockSkew(
          Duration.ofSeconds(Long.parseLong(options.get("--ws-max-clock-skew-seconds"))));
    }
    return signed.build();
  }

  private byte[] secret(String option) throws IOException {
    if (!options.containsKey(option)) {
      throw new IllegalArgumentException("'--ws-auth' needs '" + option + "'.");
    }
    return Files.readAllBytes(directory.resolve(options.get(option)));
  }
}
