package dev.codex.sandbox.network;

import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.Decision;
import dev.codex.policy.DomainRules;
import dev.codex.policy.DomainRules.Verdict;
import dev.codex.policy.OpenConnection;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RuleAmendment.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about connections: first by the name, then by every address that it stands for. What is
 * connected to is the address that was judged, so that a second answer of a name server changes
 * nothing.
 */
final class DomainGate {

  private static final Logger LOG = LoggerFactory.getLogger(DomainGate.class);

  private static final String NO_RULE = "A command wants to reach a host that no rule names.";
  private static final String RULE = "A command wants to reach a host that a rule asks about.";

  private static final int MAX_KEPT = 1000;
  private static final int MAX_REFUSED = 1000;
  private static final int MAX_REFUSALS = 10; // of the same host and port

  private final DomainRules rules;
  private final ConnectionRules standing;
  private final Approver approver;
  private final Resolver resolver;
  private final Map<String, FutureTask<Boolean>> open = new ConcurrentHashMap<>();
  private final Map<String, Access> kept = new ConcurrentHashMap<>(); // by host, and by host:port
  private final Map<String, Integer> refused = new ConcurrentHashMap<>(); // times, by host:port
  private final AtomicBoolean silenced = new AtomicBoolean(); // about hosts that are new

  DomainGate(DomainRules rules, ConnectionRules standing, Approver approver, Resolver resolver) {
    this.rules = rules;
    this.standing = standing;
    this.approver = approver;
    this.resolver = resolver;
  }

  /**
   * The addresses to connect to, in order.
   *
   * @throws Refusal saying why there is none
   * @throws IOException if the name is not known
   */
  List<InetAddress> admit(Handshake.Target target) throws IOException {
    String host = target.host();
    ConnectionRules.Verdict rule = judge(target, host);
    if (rule == ConnectionRules.Verdict.DENY || rules.verdict(host) == Verdict.DENIED) {
      throw new Refusal("blocked-by-denylist", "The host " + host + " is denied.");
    }
    boolean isKnown = rule != ConnectionRules.Verdict.ASK
        && (rule == ConnectionRules.Verdict.ALLOW || rules.verdict(host) == Verdict.ALLOWED);
    String reason = rule == ConnectionRules.Verdict.ASK ? RULE : NO_RULE;
    if (!isKnown && !isApproved(target, reason)) {
      throw new Refusal(
          "blocked-by-allowlist",
          "The host " + host + " is not among those that are allowed"
              + (isTiresome(key(target)) ? ", and nobody is asked about it any more." : "."));
    }
    List<InetAddress> addresses = resolver.resolve(host);
    for (InetAddress address : addresses) {
      check(target, address);
    }
    return addresses;
  }

  /** The rules may have grown by the answer to a question, so they are looked at anew. */
  private void check(Handshake.Target target, InetAddress address) throws Refusal {
    String host = target.host();
    String text = address.getHostAddress();
    ConnectionRules.Verdict rule = judge(target, text);
    if (rule == ConnectionRules.Verdict.DENY
        || rules.verdict(text) == Verdict.DENIED
        || kept.get(key(text)) == Access.DENY) {
      throw new Refusal("blocked-by-denylist", host + " is " + text + ", which is denied.");
    }
    if (PrivateAddresses.contain(address)
        && !rules.isNamed(host)
        && !rules.isNamed(text)
        && rule != ConnectionRules.Verdict.ALLOW
        && judge(target, host) != ConnectionRules.Verdict.ALLOW) {
      throw new Refusal(
          "blocked-by-policy",
          host + " is " + text + ", an address of a private network or of this machine, which has"
              + " to be allowed by exactly this name.");
    }
    if (rule == ConnectionRules.Verdict.ASK
        && !key(text).equals(key(host)) // or it has been asked about
        && !isApproved(
            new Handshake.Target(text, target.port(), target.protocol()),
            "A command wants to reach " + host + ", which is this address.")) {
      throw new Refusal(
          "blocked-by-allowlist", host + " is " + text + ", which nobody has allowed.");
    }
  }

  private ConnectionRules.Verdict judge(Handshake.Target target, String host) {
    try {
      ConnectionRules.Verdict verdict = standing.judge(request(target, host, ""));
      return verdict != null ? verdict : ConnectionRules.Verdict.DENY;
    } catch (RuntimeException e) {
      LOG.warn("The connection rules failed and so denied");
      LOG.trace("What the connection rules threw", e);
      return ConnectionRules.Verdict.DENY;
    }
  }

  /** Asks once for all connections that want to know at the same time. */
  private boolean isApproved(Handshake.Target target, String reason) {
    String key = key(target);
    FutureTask<Boolean> question = new FutureTask<>(() -> answer(key, target, reason));
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

  private boolean answer(String key, Handshake.Target target, String reason) {
    for (String known : List.of(key(target.host()), key)) { // a rule about the host counts first
      if (kept.containsKey(known)) {
        return kept.get(known) == Access.ALLOW;
      }
    }
    if (isTiresome(key)) {
      return false;
    }
    OpenConnection request = request(target, target.host(), reason);
    boolean yes = isYes(key, approver.review(request));
    if (yes) {
      refused.remove(key);
    } else {
      countRefusal(key, request);
    }
    return yes;
  }

  /** A command that makes up names, or never gives up, must not wear somebody out. */
  private boolean isTiresome(String key) {
    int times = refused.getOrDefault(key, 0);
    return times >= MAX_REFUSALS || times == 0 && refused.size() >= MAX_REFUSED;
  }

  private void countRefusal(String key, OpenConnection request) {
    if (refused.merge(key, 1, Integer::sum) == MAX_REFUSALS) {
      LOG.warn(
          "Nobody is asked any more whether to {}, which was refused {} times",
          request.display(),
          MAX_REFUSALS);
    }
    if (refused.size() >= MAX_REFUSED && silenced.compareAndSet(false, true)) {
      LOG.warn("Nobody is asked about new hosts any more, as {} were refused", MAX_REFUSED);
    }
  }

  private boolean isYes(String key, Decision decision) {
    if (decision instanceof Decision.ApproveForSession) {
      keep(key, Access.ALLOW);
      return true;
    }
    if (decision instanceof Decision.Amend amend
        && amend.amendment() instanceof RuleAmendment.Host rule) {
      standing.remember(rule); // if that fails, nothing has been answered
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

  private static String key(Handshake.Target target) {
    return key(target.host()) + ":" + target.port();
  }

  private static String key(String host) {
    return DomainRules.canonical(host);
  }

  private static OpenConnection request(Handshake.Target target, String host, String reason) {
    return OpenConnection.builder()
        .tool("network")
        .host(host)
        .port(target.port())
        .protocol(target.protocol())
        .reason(reason)
        .build();
  }

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    List<InetAddress> resolve(String host) throws IOException;
  }
}
