package dev.codex.sandbox.network;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Approver;
import dev.codex.policy.Decision;
import dev.codex.policy.DomainRules;
import dev.codex.policy.DomainRules.Verdict;
import dev.codex.policy.OpenConnection;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RuleAmendment.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides about connections: first by the name, then by every address that it stands for. What is
 * connected to is the address that was judged, so that a second answer of a name server changes
 * nothing.
 */
final class DomainGate {

  private static final int MAX_KEPT = 1000;
  private static final int MAX_REFUSALS = 1000;

  private final DomainRules rules;
  private final Approver approver;
  private final Resolver resolver;
  private final Map<String, FutureTask<Boolean>> open = new ConcurrentHashMap<>();
  private final Map<String, Access> kept = new ConcurrentHashMap<>(); // by host, and by host:port
  private final AtomicInteger refused = new AtomicInteger();

  DomainGate(DomainRules rules, Approver approver, Resolver resolver) {
    this.rules = rules;
    this.approver = approver;
    this.resolver = resolver;
  }

  /**
   * The addresses to connect to, in order.
   *
   * @throws Refusal saying why there is none
   * @throws IOException if the name is not known
   */
  List<InetAddress> admit(String host, int port) throws IOException {
    Verdict verdict = rules.verdict(host);
    if (verdict == Verdict.DENIED) {
      throw new Refusal("blocked-by-denylist", "The host " + host + " is denied.");
    }
    if (verdict == Verdict.UNKNOWN && !isApproved(host, port)) {
      throw new Refusal(
          "blocked-by-allowlist", "The host " + host + " is not among those that are allowed.");
    }
    List<InetAddress> addresses = resolver.resolve(host);
    for (InetAddress address : addresses) {
      String text = address.getHostAddress();
      if (rules.verdict(text) == Verdict.DENIED) {
        throw new Refusal("blocked-by-denylist", host + " is " + text + ", which is denied.");
      }
      if (PrivateAddresses.contain(address) && !rules.isNamed(host) && !rules.isNamed(text)) {
        throw new Refusal(
            "blocked-by-policy",
            host + " is " + text + ", an address of a private network or of this machine, which has"
                + " to be allowed by exactly this name.");
      }
    }
    return addresses;
  }

  /** Asks once for all connections that want to know at the same time. */
  private boolean isApproved(String host, int port) {
    String key = key(host) + ":" + port;
    FutureTask<Boolean> question = new FutureTask<>(() -> answer(key, host, port));
    FutureTask<Boolean> first = open.putIfAbsent(key, question);
    if (first == null) {
      question.run();
      open.remove(key, question); // what is to last is kept by now
      first = question;
    }
    try {
      return first.get();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean answer(String key, String host, int port) {
    for (String known : List.of(key(host), key)) { // a rule about the host counts first
      if (kept.containsKey(known)) {
        return kept.get(known) == Access.ALLOW;
      }
    }
    if (refused.get() >= MAX_REFUSALS) {
      return false; // a command that makes up names must not wear somebody out
    }
    boolean yes = isYes(key, ask(host, port));
    if (!yes) {
      refused.incrementAndGet();
    }
    return yes;
  }

  private boolean isYes(String key, Decision decision) {
    if (decision instanceof Decision.ApproveForSession) {
      keep(key, Access.ALLOW);
      return true;
    }
    if (decision instanceof Decision.Amend amend
        && amend.amendment() instanceof RuleAmendment.Host rule) {
      keep(key(rule.host()), rule.access());
      return rule.access() == Access.ALLOW;
    }
    return decision instanceof Decision.Approve; // rules for commands say nothing about hosts
  }

  /** What does not fit is asked about again. */
  private void keep(String key, Access access) {
    if (kept.size() < MAX_KEPT || kept.containsKey(key)) {
      kept.put(key, access);
    }
  }

  private static String key(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private Decision ask(String host, int port) {
    ApprovalRequest request = OpenConnection.builder()
        .tool("network")
        .host(host)
        .port(port)
        .reason("A command wants to reach a host that no rule names.")
        .build();
    return approver.review(request);
  }

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    List<InetAddress> resolve(String host) throws IOException;
  }
}
