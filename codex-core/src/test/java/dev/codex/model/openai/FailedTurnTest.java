package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnStatus;
import dev.codex.error.AuthenticationException;
import dev.codex.error.ContextWindowExceededException;
import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import dev.codex.error.RateLimitedException;
import dev.codex.error.TurnFailedException;
import dev.codex.event.Event;
import dev.codex.event.Retrying;
import dev.codex.event.TurnFailed;
import dev.codex.model.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host gets to see of a refusal on the wire once the turn has given up. */
@Timeout(60)
class FailedTurnTest {

  private static final int RETRIES = 2;
  private static final String ID = "x-request-id: req-9\r\n";

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Session session() {
    return Agent.builder()
        .model(Samples.openAi(server).streamRetries(RETRIES).build().model("gpt-5.5"))
        .random(Samples.noDelay())
        .build()
        .startSession();
  }

  private static List<Event> events(Turn turn) {
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);
    return events;
  }

  /** A stream that says so much and ends. */
  private static LoopbackServer.Answer stream(String data) {
    return LoopbackServer.status(200, ID, data.isEmpty() ? "" : "data: " + data + "\n\n");
  }

  private static LoopbackServer.Answer error(int status, String headers, String field) {
    return LoopbackServer.status(status, ID + headers, "{\"error\":{" + field + "}}");
  }

  private static LoopbackServer.Answer failed(String code) {
    return stream("{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"" + code
        + "\",\"message\":\"because\"}}}");
  }

  /** The answer, the exception below the turn's, its status, attempts of each request, requests. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "a key that is not known",
            error(401, "", "\"message\":\"Who are you?\""),
            AuthenticationException.class,
            failure(
                    Kind.AUTHENTICATION,
                    "unexpected status 401 Unauthorized: Who are you?, url: URL,"
                        + " request id: req-9")
                .statusCode(401)
                .build(),
            3),
        Arguments.of(
            "too many requests",
            LoopbackServer.status(429, ID, ""),
            RateLimitedException.class,
            tooMany().isRetryable(false).build(),
            1),
        Arguments.of(
            "too many requests again and again",
            LoopbackServer.status(429, ID + "retry-after: 0\r\n", ""),
            RateLimitedException.class,
            tooMany().retryAfter(Duration.ZERO).build(),
            3),
        Arguments.of(
            "a conversation that is too long",
            error(400, "", "\"code\":\"context_length_exceeded\""),
            ContextWindowExceededException.class,
            failure(Kind.CONTEXT_WINDOW, "{\"error\":{\"code\":\"context_length_exceeded\"}}")
                .statusCode(400)
                .build(),
            1),
        Arguments.of(
            "a conversation that turns out to be too long",
            failed("context_length_exceeded"),
            ContextWindowExceededException.class,
            failure(
                    Kind.CONTEXT_WINDOW,
                    "The conversation is larger than the model's context window.")
                .build(),
            1),
        Arguments.of(
            "a plan that is used up",
            error(429, "", "\"type\":\"usage_limit_reached\""),
            ModelException.class,
            failure(Kind.QUOTA, "You've hit your usage limit. Try again later.")
                .statusCode(429)
                .build(),
            1),
        Arguments.of(
            "a server that fails",
            LoopbackServer.status(502, ID, "oops"),
            ModelException.class,
            failure(
                    Kind.SERVER,
                    "unexpected status 502 Bad Gateway: oops, url: URL," + " request id: req-9")
                .statusCode(502)
                .attempts(5)
                .build(),
            15),
        Arguments.of(
            "an answer that the rules of the provider forbid",
            failed("cyber_policy"),
            ModelException.class,
            failure(Kind.POLICY, "because").build(),
            1),
        Arguments.of(
            "a stream that ends too early",
            stream(""),
            ModelException.class,
            failure(
                    Kind.STREAM,
                    "stream disconnected before completion: stream closed before"
                        + " response.completed")
                .build(),
            3));
  }

  private static ModelFailure.Builder failure(Kind kind, String message) {
    return ModelFailure.builder().kind(kind).message(message).requestId("req-9");
  }

  private static ModelFailure.Builder tooMany() {
    return failure(
            Kind.RATE_LIMIT,
            "exceeded retry limit, last status: 429 Too Many Requests, request id: req-9")
        .statusCode(429);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void aRefusalIsThrownAsWhatTheCallerCanDoAboutIt(
      String what,
      LoopbackServer.Answer answer,
      Class<? extends ModelException> type,
      ModelFailure expected,
      int requests) {
    server.otherwise(answer);
    String message = expected.message().replace("URL", server.url() + "/responses");
    ModelFailure failure = expected.toBuilder().message(message).build();
    try (Session session = session()) {
      Turn turn = session.start("Hi");

      Throwable thrown = catchThrowable(turn::await);

      assertThat(thrown).isExactlyInstanceOf(TurnFailedException.class).hasMessage(message);
      assertThat(((TurnFailedException) thrown).items()).isEmpty();
      assertThat(thrown.getCause()).isExactlyInstanceOf(type).hasMessage(message);
      ModelException cause = (ModelException) thrown.getCause();
      assertThat(cause.failure()).isEqualTo(failure);
      assertThat(cause.isRetryable()).isEqualTo(failure.isRetryable());
      assertThat(cause.statusCode()).isEqualTo(failure.statusCode());
      assertThat(cause.requestId()).contains("req-9");
      assertThat(events(turn))
          .last()
          .isEqualTo(new TurnFailed(message, Optional.of(failure), Usage.ZERO));
      assertThat(events(turn))
          .filteredOn(Retrying.class::isInstance)
          .hasSize(failure.isRetryable() ? RETRIES : 0);
      assertThat(server.requestsWaiting()).isEqualTo(requests);
    }
  }

  @Test
  void completionFailsWithWhatAwaitThrows() throws Exception {
    server.otherwise(error(400, "", "\"message\":\"No.\""));
    try (Session session = session()) {
      Turn turn = session.start("Hi");
      CompletableFuture<Throwable> early = new CompletableFuture<>();
      turn.completion().whenComplete((result, e) -> early.complete(e));
      Throwable thrown = catchThrowable(turn::await);
      CompletableFuture<Throwable> late = new CompletableFuture<>();
      turn.completion().whenComplete((result, e) -> late.complete(e));

      for (CompletableFuture<Throwable> seen : List.of(early, late)) {
        assertThat(seen.get(20, TimeUnit.SECONDS))
            .isExactlyInstanceOf(TurnFailedException.class)
            .hasMessage(thrown.getMessage())
            .cause()
            .isSameAs(thrown.getCause());
      }
      assertThat(((ModelException) thrown.getCause()).statusCode()).isEqualTo(OptionalInt.of(400));
    }
  }

  /** Whoever watches learns of the wait when it begins, so that nobody here has to sit it out. */
  @Test
  void theServersRetryAfterIsWhatTheTurnWaits() {
    server
        .enqueue(LoopbackServer.status(429, ID + "retry-after: 2\r\n", ""))
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
    try (Session session = session()) {
      Turn turn = session.start("Hi");
      Event retrying = null;
      for (Event event : turn) {
        if (event instanceof Retrying) {
          retrying = event;
          turn.interrupt();
        }
      }

      assertThat(retrying)
          .isEqualTo(new Retrying(
              1,
              RETRIES,
              Duration.ofSeconds(2),
              tooMany().retryAfter(Duration.ofSeconds(2)).build()));
      assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
      assertThat(server.requestsWaiting()).isEqualTo(1);
    }
  }

  @Test
  void afterTheServersDelayTheTurnAsksAgain() {
    server
        .enqueue(LoopbackServer.status(429, ID + "retry-after: 0.001\r\n", ""))
        .enqueue(LoopbackServer.status(429, ID + "retry-after: 0\r\n", ""))
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
    try (Session session = session()) {
      Turn turn = session.start("Hi");

      assertThat(turn.await().finalMessage()).isEqualTo("hello");
      assertThat(events(turn))
          .filteredOn(Retrying.class::isInstance)
          .extracting(event ->
              ((Retrying) event).attempt() + " " + ((Retrying) event).delay().toMillis())
          .containsExactly("1 1", "2 0");
      assertThat(server.requestsWaiting()).isEqualTo(3);
    }
  }

  @Test
  void withoutAWishOfTheServerTheFirstDelayIsTheShortestSpreadByChance() {
    RandomGenerator lowest = () -> 0;
    Agent agent = Agent.builder()
        .model(Samples.openAi(server).build().model("gpt-5.5"))
        .random(lowest)
        .build();
    server.otherwise(stream(""));
    try (Session session = agent.startSession()) {
      List<Event> retrying = new ArrayList<>();
      Turn turn = session.start("Hi");
      for (Event event : turn) {
        if (event instanceof Retrying) {
          retrying.add(event);
          turn.interrupt();
        }
      }

      assertThat(retrying).first().satisfies(event -> {
        assertThat(((Retrying) event).delay()).isEqualTo(Duration.ofMillis(180));
        assertThat(((Retrying) event).maxAttempts()).isEqualTo(5);
      });
    }
  }
}
