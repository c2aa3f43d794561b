package dev.codex.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.DomainRules.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRulesTest {

  private static final DomainRules RULES = new DomainRules(
      List.of("exact.org", "*.below.org", "**.all.org", "127.0.0.1"), List.of("**.no.all.org"));

  @ParameterizedTest
  @CsvSource({
    "exact.org,       ALLOWED",
    "EXACT.ORG.,      ALLOWED",
    "a.exact.org,     UNKNOWN",
    "notexact.org,    UNKNOWN",
    "below.org,       UNKNOWN",
    "a.b.below.org,   ALLOWED",
    "notbelow.org,    UNKNOWN",
    "all.org,         ALLOWED",
    "a.all.org,       ALLOWED",
    "small.org,       UNKNOWN",
    "no.all.org,      DENIED",
    "a.no.all.org,    DENIED",
    "127.0.0.1,       ALLOWED",
    "127.0.0.2,       UNKNOWN"
  })
  void theVerdictFollowsFromTheName(String host, Verdict verdict) {
    assertThat(RULES.verdict(host)).isEqualTo(verdict);
  }

  @Test
  void onlyExactNamesAreNamed() {
    assertThat(RULES.isNamed("exact.org")).isTrue();
    assertThat(RULES.isNamed("a.all.org")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Exact.ORG..,            exact.org",
    "2606:2800:220:1::1,     2606:2800:220:1:0:0:0:1",
    "[2606:2800:0220:1::1],  2606:2800:220:1:0:0:0:1",
    "2606:2800:220:1::A,     2606:2800:220:1:0:0:0:a",
    "::FFFF:9.9.9.9,         9.9.9.9",
    "9.9.9.9,                9.9.9.9",
    "dead::beef::1,          dead::beef::1",
    "add:80,                 add:80"
  })
  void everyHostHasOneSpelling(String written, String canonical) {
    assertThat(DomainRules.canonical(written)).isEqualTo(canonical);
    assertThat(DomainRules.canonical(canonical)).isEqualTo(canonical);
    assertThat(DomainRules.allowing(written).isNamed(canonical)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "*.", "https://a.org", "a.org/x", "a.*.org", ""})
  void patternsThatAreNoneAreRefused(String pattern) {
    assertThatThrownBy(() -> DomainRules.allowing(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not one");
  }
}
