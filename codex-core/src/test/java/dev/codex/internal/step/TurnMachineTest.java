package dev.codex.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ModelFailure;
import dev.codex.internal.step.Outcome.Waiting;
import dev.codex.internal.step.Step.Ending;
import dev.codex.internal.step.TurnMachine.Transition;
import dev.codex.model.ModelProfile;
import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.BudgetExceeded;
import dev.codex.policy.limit.LoopGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnMachineTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ModelFailure CUT =
      ModelFailure.of(ModelFailure.Kind.STREAM, "stream closed");
  private static final ModelFailure BAD =
      ModelFailure.of(ModelFailure.Kind.INVALID_REQUEST, "bad request");

  private Limits limits = limits(Budget.unlimited(), Budget.unlimited(), Spent.NOTHING);
  private TurnState state = TurnState.startedAt(START);
  private Instant now = START;

  private static Limits limits(Budget turn, Budget session, Spent before) {
    return limits(turn, session, before, 2);
  }

  private static Limits limits(Budget turn, Budget session, Spent before, int streamRetries) {
    return new Limits(turn, session, before, START, new LoopGuard(3), streamRetries);
  }

  private Step step(Outcome outcome) {
    Transition next = TurnMachine.next(state, outcome, limits, now);
    state = next.state();
    return next.step();
  }

  private static Outcome answer(int toolCalls) {
    return new Outcome.Sampled(100, toolCalls, Waiting.NONE);
  }

  private static Outcome broke(ModelFailure failure, int toolCalls) {
    return new Outcome.Broke(failure, toolCalls, 1.0);
  }

  private static Step.Finish finish(Ending ending) {
    return new Step.Finish(ending);
  }

  private static Step.Finish outOf(
      Budget.Limit limit, BudgetExceeded.Scope scope, long used, long allowed) {
    return finish(new Ending.OutOfBudget(new BudgetExceeded(limit, scope, used, allowed)));
  }

  @Test
  void anAnswerWithoutCallsEndsTheTurn() {
    assertThat(step(new Outcome.Began())).isEqualTo(new Step.Sample());
    assertThat(step(answer(0))).isEqualTo(finish(new Ending.Completed()));
  }

  @Test
  void callsAreRunAndFollowedByAnotherRequest() {
    step(new Outcome.Began());

    assertThat(step(answer(2))).isEqualTo(new Step.RunTools());
    assertThat(step(new Outcome.ToolsRan("a"))).isEqualTo(new Step.Sample());
    assertThat(step(answer(0))).isEqualTo(finish(new Ending.Completed()));
    assertThat(state.spent()).isEqualTo(new Spent(200, 2, 2));
  }

  @Test
  void inputThatArrivedMeanwhileKeepsTheTurnGoing() {
    step(new Outcome.Began());

    assertThat(step(new Outcome.Sampled(1, 0, Waiting.SOME))).isEqualTo(new Step.Sample());
  }

  @Test
  void aDeniedPromptEndsTheTurnWithoutARequest() {
    assertThat(step(new Outcome.PromptDenied())).isEqualTo(finish(new Ending.Completed()));
    assertThat(state.spent().requests()).isZero();
  }

  @Test
  void brokenAnswersAreRetriedWithDoublingDelaysAndThenReported() {
    step(new Outcome.Began());

    assertThat(step(broke(CUT, 0)))
        .isEqualTo(new Step.SampleAgain(Duration.ofMillis(200), 1, 2, CUT));
    assertThat(step(broke(CUT, 0)))
        .isEqualTo(new Step.SampleAgain(Duration.ofMillis(400), 2, 2, CUT));
    assertThat(step(broke(CUT, 0))).isEqualTo(finish(new Ending.ModelFailed(CUT)));
    assertThat(state.spent().requests()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, '180, 360, 720, 1440, 2880'", // all bits off is the least that chance can give
    "-9223372036854775808, '200, 400, 800, 1600, 3200'" // the middle
  })
  void byDefaultFiveRetriesWaitTwiceAsLongEachTime(long chance, String delays) {
    RandomGenerator random = () -> chance;
    int retries = ModelProfile.unknown("m").streamRetries();
    limits = limits(Budget.unlimited(), Budget.unlimited(), Spent.NOTHING, retries);
    step(new Outcome.Began());

    List<String> waited = new ArrayList<>();
    Step next = step(new Outcome.Broke(CUT, 0, random.nextDouble(0.9, 1.1)));
    while (next instanceof Step.SampleAgain again) {
      assertThat(again.attempt()).isEqualTo(waited.size() + 1);
      assertThat(again.maxAttempts()).isEqualTo(5);
      waited.add(String.valueOf(Math.round(again.delay().toNanos() / 1e6)));
      next = step(new Outcome.Broke(CUT, 0, random.nextDouble(0.9, 1.1)));
    }

    assertThat(String.join(", ", waited)).isEqualTo(delays);
    assertThat(next).isEqualTo(finish(new Ending.ModelFailed(CUT)));
    assertThat(state.spent().requests()).isEqualTo(6);
  }

  @Test
  void aWholeAnswerStartsTheCountOfRetriesAnew() {
    step(new Outcome.Began());
    step(broke(CUT, 0));
    step(broke(CUT, 0));
    step(answer(1));
    step(new Outcome.ToolsRan("a"));

    assertThat(step(broke(CUT, 0)))
        .isEqualTo(new Step.SampleAgain(Duration.ofMillis(200), 1, 2, CUT));
  }

  @Test
  void aServersOwnDelayIsKept() {
    ModelFailure busy = ModelFailure.builder()
        .kind(ModelFailure.Kind.RATE_LIMIT)
        .message("busy")
        .retryAfter(Duration.ofMillis(1534))
        .build();
    step(new Outcome.Began());

    assertThat(step(broke(busy, 0)))
        .isEqualTo(new Step.SampleAgain(Duration.ofMillis(1534), 1, 2, busy));
  }

  @Test
  void aDelayThatEndsBehindTheBudgetIsNotWaitedFor() {
    limits = limits(
        Budget.builder().maxWallTime(Duration.ofSeconds(10)).build(),
        Budget.unlimited(),
        Spent.NOTHING);
    step(new Outcome.Began());

    assertThat(step(broke(busyFor(Duration.ofSeconds(60)), 0)))
        .isEqualTo(outOf(Budget.Limit.WALL_TIME, BudgetExceeded.Scope.TURN, 60_000, 10_000));
  }

  @Test
  void aDelayBeyondAllCountingIsCutToAYear() {
    ModelFailure busy = busyFor(Duration.ofSeconds(Long.MAX_VALUE));
    step(new Outcome.Began());

    assertThat(step(broke(busy, 0)))
        .isEqualTo(new Step.SampleAgain(Duration.ofDays(365), 1, 2, busy));
  }

  private static ModelFailure busyFor(Duration delay) {
    return ModelFailure.builder()
        .kind(ModelFailure.Kind.RATE_LIMIT)
        .message("busy")
        .retryAfter(delay)
        .build();
  }

  @Test
  void callsFinishedBeforeTheBreakAreRunBeforeTheRetry() {
    step(new Outcome.Began());

    assertThat(step(broke(CUT, 1))).isEqualTo(new Step.RunTools());
    assertThat(step(new Outcome.ToolsRan("a")))
        .isEqualTo(new Step.SampleAgain(Duration.ofMillis(200), 1, 2, CUT));
  }

  @Test
  void whatNoRetryCanMendEndsTheTurnAfterItsCalls() {
    step(new Outcome.Began());

    assertThat(step(broke(BAD, 0))).isEqualTo(finish(new Ending.ModelFailed(BAD)));
  }

  @Test
  void requestsAreCountedBeforeTheyAreSent() {
    limits = limits(Budget.builder().maxRequests(1).build(), Budget.unlimited(), Spent.NOTHING);
    step(new Outcome.Began());
    step(answer(1));

    assertThat(step(new Outcome.ToolsRan("a")))
        .isEqualTo(outOf(Budget.Limit.REQUESTS, BudgetExceeded.Scope.TURN, 1, 1));
  }

  @Test
  void retriesCountAsRequests() {
    limits = limits(Budget.builder().maxRequests(1).build(), Budget.unlimited(), Spent.NOTHING);
    step(new Outcome.Began());

    assertThat(step(broke(CUT, 0)))
        .isEqualTo(outOf(Budget.Limit.REQUESTS, BudgetExceeded.Scope.TURN, 1, 1));
  }

  @Test
  void tokensOfTheSessionCountFromItsFirstTurn() {
    limits =
        limits(Budget.unlimited(), Budget.builder().maxTokens(1_000).build(), new Spent(950, 5, 0));
    step(new Outcome.Began());
    step(answer(1));

    assertThat(step(new Outcome.ToolsRan("a")))
        .isEqualTo(outOf(Budget.Limit.TOKENS, BudgetExceeded.Scope.SESSION, 1_050, 1_000));
  }

  @Test
  void aRoundOfCallsThatDoesNotFitTheBudgetIsNotRun() {
    limits = limits(Budget.builder().maxToolCalls(2).build(), Budget.unlimited(), Spent.NOTHING);
    step(new Outcome.Began());

    assertThat(step(answer(3)))
        .isEqualTo(outOf(Budget.Limit.TOOL_CALLS, BudgetExceeded.Scope.TURN, 0, 2));
  }

  @Test
  void timeIsLookedAtBeforeEveryRequestAndRound() {
    limits = limits(
        Budget.builder().maxWallTime(Duration.ofSeconds(10)).build(),
        Budget.unlimited(),
        Spent.NOTHING);
    step(new Outcome.Began());
    now = START.plusSeconds(11);

    assertThat(step(answer(1)))
        .isEqualTo(outOf(Budget.Limit.WALL_TIME, BudgetExceeded.Scope.TURN, 11_000, 10_000));
  }

  @Test
  void theSameRoundOverAndOverIsStopped() {
    step(new Outcome.Began());
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      step(answer(1));
      steps.add(step(new Outcome.ToolsRan("same")));
    }

    assertThat(steps)
        .containsExactly(
            new Step.Sample(),
            new Step.Sample(),
            new Step.Sample(),
            outOf(Budget.Limit.REPETITION, BudgetExceeded.Scope.TURN, 4, 3));
  }

  @Test
  void progressResetsTheLoopGuard() {
    step(new Outcome.Began());
    for (int i = 0; i < 10; i++) {
      step(answer(1));
      assertThat(step(new Outcome.ToolsRan("same " + i / 3))).isEqualTo(new Step.Sample());
    }
  }

  @Test
  void anInterruptAndACrashEndTheTurnFromAnywhere() {
    step(new Outcome.Began());
    TurnState before = state;

    assertThat(step(new Outcome.Interrupted())).isEqualTo(finish(new Ending.Interrupted()));
    assertThat(step(new Outcome.Crashed("x"))).isEqualTo(finish(new Ending.Crashed("x")));
    assertThat(state).isEqualTo(before);
    assertThat(state.broken()).isEqualTo(Optional.empty());
  }
}
