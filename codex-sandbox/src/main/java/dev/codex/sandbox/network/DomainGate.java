package dev.codex.sandbox.network;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Approver;
import dev.codex.policy.Decision;
import dev.codex.policy.DomainRules;
import dev.codex.policy.DomainRules.Verdict;
import dev.codex.policy.OpenConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Decides about connections: first by the name, then by every address that it stands for. What is
 * connected to is the address that was judged, so that a second answer of a name server changes
 * nothing.
 */
final class DomainGate {

  private static final int MAX_QUESTIONS = 1000;

  private final DomainRules rules;
  private final Approver approver;
  private final Resolver resolver;
  private final Map<String, FutureTask<Boolean>> answers = new ConcurrentHashMap<>();

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

  /** Asks once, however many connections want to know at the same time. */
  private boolean isApproved(String host, int port) {
    String key = host.toLowerCase(java.util.Locale.ROOT) + ":" + port;
    FutureTask<Boolean> question = new FutureTask<>(() -> ask(host, port));
    if (answers.size() >= MAX_QUESTIONS && !answers.containsKey(key)) {
      return false; // a command that makes up names must not fill the memory or wear somebody out
    }
    FutureTask<Boolean> first = answers.putIfAbsent(key, question);
    if (first == null) {
      question.run();
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

  private boolean ask(String host, int port) {
    ApprovalRequest request = OpenConnection.builder()
        .tool("network")
        .host(host)
        .port(port)
        .reason("A command wants to reach a host that no rule names.")
        .build();
    Decision decision = approver.review(request);
    return decision instanceof Decision.Approve || decision instanceof Decision.ApproveForSession;
  }

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    List<InetAddress> resolve(String host) throws IOException;
  }
}
