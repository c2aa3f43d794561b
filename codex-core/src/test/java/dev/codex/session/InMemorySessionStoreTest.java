package dev.codex.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InMemorySessionStoreTest {

  @TestFactory
  Stream<DynamicTest> contract() {
    return ContractTests.of(InMemorySessionStore::create);
  }

  @Test
  void theSessionThatWasWrittenLastIsListedFirstEvenIfTheClockStandsStill() {
    Instant now = Instant.parse("2026-11-25T03:00:00Z");
    SessionStore store = InMemorySessionStore.create(Clock.fixed(now, ZoneOffset.UTC));
    SessionLog a = store.create(new SessionHeader("a", now, Path.of("w")));
    SessionLog b = store.create(new SessionHeader("b", now, Path.of("w")));
    byte[] line = "{}".getBytes();

    a.append(List.of(line));
    b.append(List.of(line));
    a.append(List.of(line));

    assertThat(store.list())
        .containsExactly(
            new SessionSummary("a", now, now, Path.of("w"), ""),
            new SessionSummary("b", now, now, Path.of("w"), ""));
  }
}
