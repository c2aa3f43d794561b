package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.Approver;
import dev.codex.policy.DomainRules;
import dev.codex.policy.NetworkAccess;
import dev.codex.sandbox.network.NetworkProxy;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The proxies of a sandbox, one for all commands under the same rules. */
final class Proxies {

  /** By which programs find the proxy. */
  static final Map<String, String> VARIABLES = variables();

  private final Approver approver;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DomainRules, NetworkProxy> open = new HashMap<>(); // guarded by lock

  Proxies(Approver approver) {
    this.approver = approver;
  }

  private static Map<String, String> variables() {
    String address = "127.0.0.1:" + BridgeSteps.PORT;
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

  /** The same view with a way to the proxy that its rules need. */
  Confinement lead(Confinement confinement) {
    if (!(confinement.network() instanceof NetworkAccess.Proxied proxied)) {
      return confinement;
    }
    lock.lock();
    try {
      NetworkProxy proxy = open.get(proxied.rules());
      if (proxy == null) {
        proxy = NetworkProxy.open(proxied.rules(), approver);
        open.put(proxied.rules(), proxy);
      }
      return confinement.through(proxy.folder());
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          "The proxy for commands cannot listen (" + e.getMessage() + "). Make /dev/shm writable.",
          e);
    } finally {
      lock.unlock();
    }
  }
}
