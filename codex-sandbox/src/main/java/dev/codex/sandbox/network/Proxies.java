package dev.codex.sandbox.network;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.DomainRules;
import dev.codex.policy.NetworkAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The proxies of a sandbox, one for all commands under the same rules. */
public final class Proxies {

  /** By which programs find the proxy. */
  public static final Map<String, String> VARIABLES = variables();

  private final ConnectionRules standing;
  private final Approver approver;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DomainRules, NetworkProxy> open = new HashMap<>(); // guarded by lock

  public Proxies(ConnectionRules standing, Approver approver) {
    this.standing = standing;
    this.approver = approver;
  }

  private static Map<String, String> variables() {
    String address = "127.0.0.1:" + NetworkProxy.PORT;
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : List.of("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY")) {
      variables.put(name, "http://" + address);
    }
    for (String name : List.of("all_proxy", "ALL_PROXY")) {
      variables.put(name, "socks5h://" + address);
    }
    for (String name : List.of("no_proxy", "NO_PROXY")) {
      variables.put(name, "localhost,127.0.0.1,::1");
    }
    variables.put("npm_config_proxy", "http://" + address);
    variables.put("npm_config_https_proxy", "http://" + address);
    variables.put("NODE_USE_ENV_PROXY", "1");
    return Map.copyOf(variables);
  }

  /** The folder of the socket file to which all connections go; empty if they go anywhere. */
  public Optional<Path> folder(NetworkAccess network) {
    if (!(network instanceof NetworkAccess.Proxied proxied)) {
      return Optional.empty();
    }
    lock.lock();
    try {
      NetworkProxy proxy = open.get(proxied.rules());
      if (proxy == null) {
        proxy = NetworkProxy.open(proxied.rules(), standing, approver);
        open.put(proxied.rules(), proxy);
      }
      return Optional.of(proxy.folder());
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          "The proxy for commands cannot listen (" + e.getMessage() + "). Make /dev/shm writable.",
          e);
    } finally {
      lock.unlock();
    }
  }
}
