package dev.codex.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.Decision;
import dev.codex.policy.DomainRules;
import dev.codex.policy.OpenConnection;
import dev.codex.policy.RuleAmendment;
import dev.codex.sandbox.rules.RulesFiles;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainGateTest {

  private static final DomainRules RULES =
      new DomainRules(List.of("**.example.org", "10.0.0.7"), List.of("bad.example.org", "9.9.9.9"));

  private static Handshake.Target to(String host, int port) {
    return new Handshake.Target(host, port, OpenConnection.Protocol.HTTPS);
  }

  private static DomainGate gate(Approver approver, String... addresses) {
    return gate(ConnectionRules.none(), approver, addresses);
  }

  private static DomainGate gate(ConnectionRules standing, Approver approver, String... addresses) {
    return new DomainGate(RULES, standing, approver, resolvingTo(addresses));
  }

  private static DomainGate gate(DomainRules rules, ConnectionRules standing, String address) {
    return new DomainGate(rules, standing, r -> Decision.approve(), resolvingTo(address));
  }

  private static DomainGate.Resolver resolvingTo(String... addresses) {
    return host -> {
      List<InetAddress> found = new ArrayList<>();
      for (String address : addresses) {
        found.add(InetAddress.getByName(address));
      }
      return found;
    };
  }

  @Test
  void aHostThatIsAllowedIsPinnedToItsAddresses() throws Exception {
    assertThat(gate(Approver.denyAll(), "93.184.216.34").admit(to("www.example.org", 443)))
        .containsExactly(InetAddress.getByName("93.184.216.34"));
  }

  @Test
  void aDenialWins() {
    assertThatThrownBy(
            () -> gate(r -> Decision.approve(), "93.184.216.34").admit(to("BAD.example.org.", 443)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is denied");
    assertThatThrownBy(() -> gate(r -> Decision.approve(), "9.9.9.9").admit(to("example.org", 443)))
        .hasMessage("example.org is 9.9.9.9, which is denied.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::"
      })
  void namesOfPrivateAddressesAreRefused(String address) {
    assertThatThrownBy(() -> gate(r -> Decision.approve(), "93.184.216.34", address)
            .admit(to("www.example.org", 80)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("a private network");
  }

  @Test
  void aPrivateAddressThatIsNamedIsAllowed() throws Exception {
    assertThat(gate(Approver.denyAll(), "10.0.0.7").admit(to("10.0.0.7", 80))).hasSize(1);
  }

  private static ConnectionRules about(String host, ConnectionRules.Verdict verdict) {
    return connection -> connection.host().equals(host) ? verdict : ConnectionRules.Verdict.SILENT;
  }

  @Test
  void aStandingDenialBeatsWhatThePolicyAllowsByNameAndByAddress() {
    for (String denied : List.of("www.example.org", "93.184.216.34")) {
      DomainGate gate = gate(
          about(denied, ConnectionRules.Verdict.DENY), r -> Decision.approve(), "93.184.216.34");

      assertThatThrownBy(() -> gate.admit(to("www.example.org", 443)))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void aStandingPermissionBeatsWhatThePolicyDoesNotKnowButNotWhatItDenies() throws Exception {
    DomainGate known = gate(
        about("other.net", ConnectionRules.Verdict.ALLOW), Approver.denyAll(), "93.184.216.34");
    DomainGate denied = gate(
        about("bad.example.org", ConnectionRules.Verdict.ALLOW),
        Approver.denyAll(),
        "93.184.216.34");

    assertThat(admits(known, "other.net", 443)).isTrue();
    assertThat(admits(denied, "bad.example.org", 443)).isFalse();
  }

  @Test
  void aStandingWishToBeAskedBeatsWhatThePolicyAllows() throws Exception {
    DomainGate gate = gate(
        about("www.example.org", ConnectionRules.Verdict.ASK), Approver.denyAll(), "93.184.216.34");

    assertThat(admits(gate, "www.example.org", 443)).isFalse();
    assertThat(admits(gate, "ftp.example.org", 443)).isTrue();
  }

  @Test
  void anAddressThatARuleAsksAboutIsAskedAboutUnderEveryNameAndOnce() throws Exception {
    ConnectionRules asking = about("93.184.216.34", ConnectionRules.Verdict.ASK);
    DomainGate strict = gate(asking, saying(Decision.deny("no")), "93.184.216.34");

    assertThat(admits(strict, "www.example.org", 443)).isFalse();
    assertThat(asked).containsExactly("connect to 93.184.216.34:443");

    asked.clear();
    DomainGate kind = gate(asking, saying(Decision.approve()), "93.184.216.34");
    assertThat(admits(kind, "www.example.org", 443)).isTrue();
    assertThat(admits(kind, "93.184.216.34", 443)).isTrue();
    assertThat(asked).hasSize(2);
  }

  @Test
  void anAddressIsOneAddressHoweverItIsWritten() throws Exception {
    DomainRules domains =
        new DomainRules(List.of("[2606:4700::1111]", "**.example.org"), List.of("2606:4700::9"));
    DomainGate known = gate(domains, ConnectionRules.none(), "2606:4700:0::1111");
    DomainGate denied = gate(domains, ConnectionRules.none(), "2606:4700:0:0::9");

    assertThat(admits(known, "2606:4700:0:0:0:0:0:1111", 443)).isTrue();
    assertThat(admits(denied, "www.example.org", 443)).isFalse();
  }

  @Test
  void aRuleForAnAddressIsForAllItsSpellings() throws Exception {
    for (String written : List.of("2606:4700::9", "2606:4700:0:0:0:0:0:9", "[2606:4700:0::9]")) {
      RulesFiles files = RulesFiles.parse(
          "test.rules",
          "network_rule(host='" + written + "', protocol='https', decision='forbidden')");
      DomainGate gate = gate(DomainRules.allowing("**.example.org"), files, "2606:4700::9");

      assertThat(admits(gate, "www.example.org", 443)).as(written).isFalse();
      assertThat(admits(gate, "2606:4700::0:9", 443)).as(written).isFalse();
    }
  }

  @Test
  void anAddressThatAnApproverDeniesForGoodIsDeniedUnderEveryName() throws Exception {
    DomainGate gate = answering(Decision.denyHost("93.184.216.34"));

    assertThat(admits(gate, "93.184.216.34", 443)).isFalse();
    assertThat(admits(gate, "www.example.org", 443)).isFalse();
    assertThat(asked).hasSize(1);
  }

  @Test
  void onlyARuleForExactlyThisHostOpensAPrivateNetwork() throws Exception {
    ConnectionRules byName = about("intranet.net", ConnectionRules.Verdict.ALLOW);
    ConnectionRules byAddress = about("10.1.2.3", ConnectionRules.Verdict.ALLOW);

    assertThat(admits(gate(byName, r -> Decision.approve(), "10.1.2.3"), "intranet.net", 80))
        .isTrue();
    assertThat(admits(gate(byAddress, r -> Decision.approve(), "10.1.2.3"), "any.net", 80))
        .isTrue();
    assertThat(admits(gate(byName, r -> Decision.approve(), "10.1.2.3"), "any.net", 80))
        .isFalse();
  }

  @Test
  void rulesThatFailOrSayNothingHaveDenied() throws Exception {
    ConnectionRules broken = connection -> {
      throw new IllegalStateException("bug");
    };

    assertThat(admits(gate(broken, r -> Decision.approve(), "93.184.216.34"), "x.net", 443))
        .isFalse();
    assertThat(admits(gate(c -> null, r -> Decision.approve(), "93.184.216.34"), "x.net", 443))
        .isFalse();
  }

  @Test
  void aRuleThatCannotBeKeptIsNoAnswer() throws Exception {
    ConnectionRules full = new ConnectionRules() {
      @Override
      public Verdict judge(OpenConnection connection) {
        return Verdict.SILENT;
      }

      @Override
      public boolean remember(RuleAmendment amendment) {
        throw new IllegalStateException("disk full");
      }
    };
    DomainGate gate = gate(full, r -> Decision.allowHost("x.net"), "93.184.216.34");

    assertThat(admits(gate, "x.net", 443)).isFalse();
    assertThat(admits(gate, "x.net", 443)).isFalse();
  }

  private final List<String> asked = new ArrayList<>();

  private Approver saying(Decision decision) {
    return request -> {
      asked.add(request.display());
      return decision;
    };
  }

  private DomainGate answering(Decision... decisions) {
    Iterator<Decision> next = List.of(decisions).iterator();
    return gate(
        request -> {
          asked.add(request.display());
          return next.next();
        },
        "93.184.216.34");
  }

  private static boolean admits(DomainGate gate, String host, int port) throws Exception {
    try {
      return gate.admit(to(host, port)).size() == 1;
    } catch (Refusal e) {
      return false;
    }
  }

  @Test
  void anApprovalForTheSessionIsRemembered() throws Exception {
    DomainGate gate = answering(Decision.approveForSession());

    assertThat(admits(gate, "yes.net", 443)).isTrue();
    assertThat(admits(gate, "YES.net.", 443)).isTrue();

    assertThat(asked).hasSize(1);
  }

  @Test
  void anApprovalForOnceAndADenialAreAskedForAgain() throws Exception {
    DomainGate gate = answering(Decision.approve(), Decision.deny("no"), Decision.approve());

    assertThat(admits(gate, "some.net", 443)).isTrue();
    assertThat(admits(gate, "some.net", 443)).isFalse();
    assertThat(admits(gate, "some.net", 443)).isTrue();

    assertThat(asked).hasSize(3);
  }

  @Test
  void aHostThatIsAllowedByARuleIsAdmittedOnEveryPort() throws Exception {
    DomainGate gate = answering(Decision.allowHost("Yes.net"));

    assertThat(admits(gate, "yes.net", 443)).isTrue();
    assertThat(admits(gate, "yes.net", 80)).isTrue();

    assertThat(asked).hasSize(1);
  }

  @Test
  void aHostThatIsDeniedByARuleStaysDeniedWhateverWasGrantedBefore() throws Exception {
    DomainGate gate = answering(Decision.approveForSession(), Decision.denyHost("no.net"));

    assertThat(admits(gate, "no.net", 443)).isTrue();
    assertThat(admits(gate, "no.net", 80)).isFalse();
    assertThat(admits(gate, "no.net", 443)).isFalse();

    assertThat(asked).hasSize(2);
  }

  @Test
  void anApproverThatFailsHasDeniedThisOnce() throws Exception {
    DomainGate gate = answering(); // which throws, as there is no answer

    assertThat(admits(gate, "other.net", 443)).isFalse();
    assertThat(admits(gate, "other.net", 443)).isFalse();

    assertThat(asked).hasSize(2);
  }

  @Test
  void whoHasRefusedAThousandTimesIsLeftInPeace() throws Exception {
    DomainGate gate = gate(saying(Decision.deny("no")), "93.184.216.34");

    for (int i = 0; i < 1_010; i++) {
      assertThat(admits(gate, "host" + i + ".net", 443)).isFalse();
    }

    assertThat(asked).hasSize(1_000);
    assertThatThrownBy(() -> gate.admit(to("host1009.net", 443)))
        .hasMessageEndingWith("and nobody is asked about it any more.");
    assertThatThrownBy(() -> gate.admit(to("host7.net", 443)))
        .hasMessageEndingWith("is not among those that are allowed.");
  }

  @Test
  void aHostThatIsTriedAgainAndAgainCostsOnlyItsOwnQuestions() throws Exception {
    DomainGate gate = gate(saying(Decision.deny("no")), "93.184.216.34");

    for (int i = 0; i < 1_010; i++) {
      assertThat(admits(gate, "telemetry.net", 443)).isFalse();
    }
    assertThat(asked).hasSize(10);
    assertThatThrownBy(() -> gate.admit(to("Telemetry.net.", 443)))
        .hasMessageEndingWith("and nobody is asked about it any more.");

    asked.clear();
    assertThat(admits(gate, "other.net", 443)).isFalse();
    assertThat(admits(gate, "telemetry.net", 80)).isFalse();
    assertThat(asked).containsExactly("connect to other.net:443", "connect to telemetry.net:80");
  }
}
