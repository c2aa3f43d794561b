package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.RateLimitsUpdated;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.RateLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server tells of a plan, from the headers on the wire to the host. */
@Timeout(60)
class LimitHeadersTest {

  private static final String MAIN = """
      x-codex-primary-used-percent: 12.5
      x-codex-primary-window-minutes: 300
      x-codex-primary-reset-at: 1795600800
      x-codex-secondary-used-percent: 40
      x-codex-secondary-window-minutes: 10080
      x-codex-secondary-reset-at: 1796205600
      x-codex-limit-name: Main plan
      x-codex-credits-has-credits: true
      x-codex-credits-unlimited: false
      x-codex-credits-balance: 7.25
      """;

  private static final String OTHER = """
      X-Codex-Other-Primary-Used-Percent: 99.9
      x-codex-other-primary-window-minutes: 60
      x-codex-other-limit-name: gpt-other
      """;

  private static final RateLimits MAIN_LIMITS = RateLimits.builder()
      .id("codex")
      .name("Main plan")
      .primary(new RateLimits.Window(
          12.5,
          Optional.of(Duration.ofHours(5)),
          Optional.of(Instant.parse("2026-11-25T10:00:00Z"))))
      .secondary(new RateLimits.Window(
          40, Optional.of(Duration.ofDays(7)), Optional.of(Instant.parse("2026-12-02T10:00:00Z"))))
      .credits(new RateLimits.Credits(true, false, "7.25"))
      .build();

  private static final RateLimits OTHER_LIMITS = RateLimits.builder()
      .id("codex_other")
      .name("gpt-other")
      .primary(new RateLimits.Window(99.9, Optional.of(Duration.ofHours(1)), Optional.empty()))
      .build();

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static LoopbackServer.Answer answer(String headers) {
    String body = Stream.of(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED)
        .map(event -> "data: " + event + "\n\n")
        .reduce("", String::concat);
    return LoopbackServer.status(200, headers.replace("\n", "\r\n"), body);
  }

  private Model model() {
    return Samples.openAi(server).build().model("gpt-5.5");
  }

  private List<RateLimits> told(String headers) {
    server.enqueue(answer(headers));
    List<RateLimits> told = new ArrayList<>();
    for (ModelEvent event : Samples.ask(model())) {
      if (event instanceof ModelEvent.Limits limits) {
        told.add(limits.limits());
      }
    }
    return told;
  }

  @Test
  void everyLimitIsToldBeforeTheAnswerTheMainOneFirst() {
    server.enqueue(answer(OTHER + MAIN));

    List<ModelEvent> events = Samples.ask(model());

    assertThat(events).hasSize(5);
    assertThat(events.subList(0, 3))
        .containsExactly(
            new ModelEvent.Limits(MAIN_LIMITS),
            new ModelEvent.Limits(OTHER_LIMITS),
            new ModelEvent.Created("r1"));
  }

  @Test
  void aTurnTellsOfThemWithEveryAnswer() {
    server.enqueue(answer(MAIN + OTHER)).enqueue(answer(OTHER)).enqueue(answer(""));
    Agent agent = Agent.builder().model(model()).build();

    List<List<Event>> told = new ArrayList<>();
    try (Session session = agent.startSession()) {
      for (String prompt : List.of("One", "Two", "Three")) {
        Turn turn = session.start(prompt);
        turn.await();
        List<Event> ofTurn = new ArrayList<>();
        turn.forEach(ofTurn::add);
        ofTurn.removeIf(event -> !(event instanceof RateLimitsUpdated));
        told.add(ofTurn);
      }
    }

    assertThat(told)
        .containsExactly(
            List.of(new RateLimitsUpdated(MAIN_LIMITS), new RateLimitsUpdated(OTHER_LIMITS)),
            List.of(new RateLimitsUpdated(OTHER_LIMITS)),
            List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "primary-used-percent: lots",
    "primary-used-percent: NaN",
    "primary-used-percent: Infinity",
    "primary-used-percent:",
    "credits-has-credits: true",
    "primary-window-minutes: 300",
    "limit-name: Main plan"
  })
  void whatIsNoLimitIsPassedOver(String header) {
    assertThat(told("x-codex-" + header + "\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "window-minutes: soon",
    "window-minutes: 1e30",
    "window-minutes: NaN",
    "reset-at: tomorrow",
    "reset-at: 1e30"
  })
  void aWindowWithoutAnEndThatCanBeReadKeepsTheRest(String header) {
    assertThat(told("x-codex-primary-used-percent: 5\nx-codex-primary-" + header + "\n"))
        .containsExactly(RateLimits.builder()
            .id("codex")
            .primary(new RateLimits.Window(5, Optional.empty(), Optional.empty()))
            .build());
  }

  @Test
  void aWindowThatNothingWasUsedOfIsOneOnlyIfItHasALengthOrAnEnd() {
    assertThat(told("x-codex-primary-used-percent: 0\nx-codex-secondary-used-percent: 0\n"
            + "x-codex-secondary-window-minutes: 5\n"))
        .containsExactly(RateLimits.builder()
            .id("codex")
            .secondary(
                new RateLimits.Window(0, Optional.of(Duration.ofMinutes(5)), Optional.empty()))
            .build());
  }

  @ParameterizedTest
  @CsvSource({"true, 1, true, true", "True, 0, true, false", "yes, FALSE, false, false"})
  void creditsAreToldWithoutAnyWindow(
      String has, String unlimited, boolean available, boolean isUnlimited) {
    assertThat(told("x-codex-credits-has-credits: " + has + "\nx-codex-credits-unlimited: "
            + unlimited + "\n"))
        .containsExactly(RateLimits.builder()
            .id("codex")
            .credits(new RateLimits.Credits(available, isUnlimited, ""))
            .build());
  }
}
