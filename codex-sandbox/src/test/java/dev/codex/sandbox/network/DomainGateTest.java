package dev.codex.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.Approver;
import dev.codex.policy.Decision;
import dev.codex.policy.DomainRules;
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

  private static DomainGate gate(Approver approver, String... addresses) {
    return new DomainGate(RULES, approver, host -> {
      List<InetAddress> found = new ArrayList<>();
      for (String address : addresses) {
        found.add(InetAddress.getByName(address));
      }
      return found;
    });
  }

  @Test
  void aHostThatIsAllowedIsPinnedToItsAddresses() throws Exception {
    assertThat(gate(Approver.denyAll(), "93.184.216.34").admit("www.example.org", 443))
        .containsExactly(InetAddress.getByName("93.184.216.34"));
  }

  @Test
  void aDenialWins() {
    assertThatThrownBy(
            () -> gate(r -> Decision.approve(), "93.184.216.34").admit("BAD.example.org.", 443))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is denied");
    assertThatThrownBy(() -> gate(r -> Decision.approve(), "9.9.9.9").admit("example.org", 443))
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
    assertThatThrownBy(() ->
            gate(r -> Decision.approve(), "93.184.216.34", address).admit("www.example.org", 80))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("a private network");
  }

  @Test
  void aPrivateAddressThatIsNamedIsAllowed() throws Exception {
    assertThat(gate(Approver.denyAll(), "10.0.0.7").admit("10.0.0.7", 80)).hasSize(1);
  }

  private final List<String> asked = new ArrayList<>();

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
      return gate.admit(host, port).size() == 1;
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
    DomainGate gate = gate(
        request -> {
          asked.add(request.display());
          return Decision.deny("no");
        },
        "93.184.216.34");

    for (int i = 0; i < 1_010; i++) {
      assertThat(admits(gate, "host" + i + ".net", 443)).isFalse();
    }

    assertThat(asked).hasSize(1_000);
  }
}
