package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

  private static final String BUSY =
      "We’re currently experiencing high demand, which may cause temporary errors.";

  private final List<Duration> sleeps = new ArrayList<>();
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aFailingServerIsAskedFourMoreTimesWithDoubledDelays() {
    server.otherwise(LoopbackServer.status(500, "x-request-id: req-1\r\n", "oops"));

    ModelFailure failure = failure(builder());

    assertThat(failure)
        .isEqualTo(ModelFailure.builder()
            .kind(Kind.SERVER)
            .message(BUSY)
            .isRetryable(true)
            .statusCode(500)
            .requestId("req-1")
            .attempts(5)
            .build());
    assertThat(server.requestsWaiting()).isEqualTo(5);
    assertSleeps(200, 400, 800, 1600);
  }

  @Test
  void aServerThatRecoversIsHeard() {
    server
        .enqueue(LoopbackServer.status(500, "", ""))
        .enqueue(LoopbackServer.status(502, "", ""))
        .enqueue(LoopbackServer.events(Samples.COMPLETED));

    assertThat(Samples.ask(builder().build().model("gpt-5.5"))).hasSize(1);
    assertSleeps(200, 400);
  }

  @Test
  void aServerThatIsNotThereIsTriedAsOften() throws IOException {
    server.close();

    ModelFailure failure = failure(builder().requestRetries(2));

    assertThat(failure.message()).contains("completion: error sending request");
    assertThat(List.of(failure.kind(), failure.isRetryable(), failure.attempts()))
        .isEqualTo(List.of(Kind.CONNECTION, true, 3));
    assertSleeps(200, 400);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      400 | {"error":{"message":"bad"}} | INVALID_REQUEST | false | BODY
      400 | {"error":{"code":"context_length_exceeded"}} | CONTEXT_WINDOW | false | BODY
      401 | {"error":{"message":"no"}} | AUTHENTICATION | true | UNEXPECTED 401 Unauthorized: no, url: URL
      403 | go away | AUTHENTICATION | true | UNEXPECTED 403 Forbidden: go away, url: URL
      404 | nothing | OTHER | true | UNEXPECTED 404 Not Found: nothing, url: URL
      409 | x | OTHER | true | UNEXPECTED 409 Conflict: x, url: URL
      422 | x | OTHER | true | UNEXPECTED 422 Unprocessable Entity: x, url: URL
      429 | slow | RATE_LIMIT | false | exceeded retry limit, last status: 429 Too Many Requests
      429 | {"error":{"type":"usage_limit_reached"}} | QUOTA | false | You've hit your usage limit. Try again later.
      429 | {"error":{"type":"usage_not_included"}} | QUOTA | false | PLAN
      429 | {"error":{"code":"insufficient_quota"}} | QUOTA | false | Quota exceeded. Check your plan and billing details.
      """)
  void aRefusalIsReportedAtOnce(
      int status, String body, Kind kind, boolean retryable, String message) {
    server.otherwise(LoopbackServer.status(status, "", body));

    assertThat(failure(builder()))
        .isEqualTo(ModelFailure.builder()
            .kind(kind)
            .message(words(message.replace("BODY", body)))
            .isRetryable(retryable)
            .statusCode(status)
            .build());
    assertThat(sleeps).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2, 2000", "0, 0", "1.5, 1500", "'Wed, 25 Nov 2026 10:00:07 GMT', 7000"})
  void theServersRetryAfterIsPassedOn(String header, long millis) {
    server.otherwise(LoopbackServer.status(429, "retry-after: " + header + "\r\n", ""));

    ModelFailure failure = failure(builder());

    assertThat(failure.retryAfter()).contains(Duration.ofMillis(millis));
    assertThat(failure.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "NaN", "1e30"})
  void aRetryAfterThatIsNoTimeIsNone(String header) {
    server.otherwise(LoopbackServer.status(429, "retry-after: " + header + "\r\n", ""));

    assertThat(failure(builder()).retryAfter()).isEmpty();
  }

  @Test
  void aUsedUpPlanTellsWhenItIsFilled() {
    long reset = Samples.NOW.plusSeconds(3600).getEpochSecond();
    server.otherwise(LoopbackServer.status(
        429, "", "{\"error\":{\"type\":\"usage_limit_reached\",\"resets_at\":" + reset + "}}"));

    ModelFailure failure = failure(builder());

    assertThat(failure.message()).isEqualTo("You've hit your usage limit. Try again at 11:00 AM.");
    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      context_length_exceeded | x | CONTEXT_WINDOW | false | WINDOW
      insufficient_quota | x | QUOTA | false | Quota exceeded. Check your plan and billing details.
      usage_not_included | x | QUOTA | false | PLAN
      invalid_prompt | bad prompt | INVALID_REQUEST | false | bad prompt
      model_not_found | no model | INVALID_REQUEST | false | no model
      cyber_policy | not this | POLICY | false | not this
      content_policy_violation | not that | POLICY | false | not that
      server_is_overloaded | x | OVERLOADED | false | CAPACITY
      slow_down | x | RATE_LIMIT | true | rate limit exceeded: x
      rate_limit_exceeded | x | RATE_LIMIT | true | rate limit exceeded: x
      server_error | x | SERVER | true | stream disconnected before completion: x
      anything | x | OTHER | true | stream disconnected before completion: x
      """)
  void aFailedResponseSaysWhy(
      String code, String said, Kind kind, boolean retryable, String message) {
    server.enqueue(LoopbackServer.events("{\"type\":\"response.failed\",\"response\":{\"error\":"
        + "{\"code\":\"" + code + "\",\"message\":\"" + said + "\"}}}"));

    assertThat(failure(builder()))
        .isEqualTo(ModelFailure.builder()
            .kind(kind)
            .message(words(message))
            .isRetryable(retryable)
            .build());
  }

  @ParameterizedTest
  @CsvSource({"max_output_tokens, false", "whatever, false", "content_filter, true"})
  void onlyAFilteredAnswerIsWorthASecondTry(String reason, boolean retryable) {
    server.enqueue(LoopbackServer.events("{\"type\":\"response.incomplete\",\"response\":{"
        + "\"incomplete_details\":{\"reason\":\"" + reason + "\"}}}"));

    ModelFailure failure = failure(builder());

    assertThat(failure.kind()).isEqualTo(Kind.INCOMPLETE);
    assertThat(failure.isRetryable()).isEqualTo(retryable);
    assertThat(failure.message()).endsWith("Incomplete response returned, reason: " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "Please try again in 1.3s., 1300",
    "TRY AGAIN IN 28ms, 28",
    "try again in 1 seconds, 1000",
    "try again in 20 second, 20000",
    "try again later, -1",
    "try again in 99999999999999999999s, -1"
  })
  void theWaitIsReadOutOfTheMessage(String message, long millis) {
    assertThat(StreamFailures.tryAgainIn(message))
        .isEqualTo(millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)));
  }

  @Test
  void theKeyIsInNoTextOfAFailureEvenIfTheServerRepeatsIt() {
    String key = "sk-very-secret-0123456789";
    server.otherwise((request, out) -> LoopbackServer.status(
            401, "", "Incorrect key: " + request.headers().get("authorization"))
        .write(request, out));
    OpenAi openAi =
        builder().apiKey(key).queryParameter("token", "query-secret").build();

    ModelException e = Samples.failure(openAi.model("gpt-5.5"), new ArrayList<>());

    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    assertThat(text + e.failure().toString() + openAi + openAi.model("gpt-5.5"))
        .doesNotContain(key, "query-secret");
  }

  @Test
  void aKeyInAHeaderOrAParameterOfTheProvidersIsInNoTextEither() {
    String key = "very-secret-0123456789";
    server.otherwise((request, out) -> LoopbackServer.status(
            400, "", "Incorrect key: " + key + " and other-secret-987 for 2026-11-25-preview")
        .write(request, out));
    OpenAi openAi = builder()
        .header("api-key", key)
        .queryParameter("access_token", "other-secret-987")
        .queryParameter("api-version", "2026-11-25-preview")
        .build();

    ModelException e = Samples.failure(openAi.model("gpt-5.5"), new ArrayList<>());

    assertThat(e).hasMessageContaining("[redacted] and [redacted] for 2026-11-25-preview");
  }

  @Test
  void aPasswordInTheUrlIsInNoText() throws IOException {
    String url = server.url().replace("http://", "http://me:pass-secret@");
    server.enqueue(LoopbackServer.status(404, "", ""));
    OpenAi openAi = builder().baseUrl(url).requestRetries(0).build();

    String refused = failureOf(openAi).toString();
    server.close();
    String unreachable = failureOf(openAi).toString();

    assertThat(openAi + refused + unreachable).doesNotContain("pass-secret");
  }

  /** The texts that are too long for a table. */
  private String words(String message) {
    return message
        .replace("URL", server.url() + "/responses")
        .replace("UNEXPECTED", "unexpected status")
        .replace("WINDOW", "The conversation is larger than the model's context window.")
        .replace("CAPACITY", "Selected model is at capacity. Please try a different model.")
        .replace(
            "PLAN", "The account's plan does not include this. Change the plan or use an API key.");
  }

  private OpenAi.Builder builder() {
    return Samples.openAi(server).surroundings(Samples.still(sleeps));
  }

  private static ModelFailure failure(OpenAi.Builder builder) {
    return failureOf(builder.build());
  }

  private static ModelFailure failureOf(OpenAi openAi) {
    return Samples.failure(openAi.model("gpt-5.5"), new ArrayList<>()).failure();
  }

  private void assertSleeps(long... millis) {
    assertThat(sleeps).hasSize(millis.length);
    for (int i = 0; i < millis.length; i++) {
      assertThat(sleeps.get(i)).isCloseTo(Duration.ofMillis(millis[i]), Duration.ofMillis(1));
    }
  }
}
