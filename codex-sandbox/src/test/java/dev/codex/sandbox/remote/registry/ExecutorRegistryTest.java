package dev.codex.sandbox.remote.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to a registry over HTTP, and what is made of its answers. */
class ExecutorRegistryTest {

  private static final URI EXECUTOR = URI.create("wss://relay.example/meet?ticket=1");

  private static RegistryException refusal(MockResponse answer) throws IOException {
    try (LocalRegistry registry = new LocalRegistry(number -> answer)) {
      return catchThrowableOfType(
          RegistryException.class, () -> registry.client(() -> "token").connect());
    }
  }

  @Test
  void aClientAsksWhereTheExecutorIs() throws Exception {
    try (LocalRegistry registry =
        new LocalRegistry(number -> LocalRegistry.bundle(EXECUTOR, "key"))) {
      ExecutorRegistry.Bundle bundle = registry.client(() -> "token").connect();

      assertThat(bundle).isEqualTo(new ExecutorRegistry.Bundle(EXECUTOR, "", "r1", "\"key\""));
      RecordedRequest request = registry.requests().get(0);
      assertThat(request.getMethod()).isEqualTo("POST");
      assertThat(request.getTarget()).isEqualTo("/base/cloud/environment/env%201/connect");
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token");
      assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
      assertThat(request.getBody().utf8()).isEqualTo("{}");
    }
  }

  @Test
  void anExecutorMakesItselfKnown() throws Exception {
    try (LocalRegistry registry =
        new LocalRegistry(number -> LocalRegistry.bundle(EXECUTOR, "key"))) {
      ExecutorRegistry client = ExecutorRegistry.of(
          registry.url(), "env 1", () -> "token", Map.of("chatgpt-account-id", "account"));

      assertThat(client.register("plain").url()).isEqualTo(EXECUTOR);

      RecordedRequest request = registry.requests().get(0);
      assertThat(request.getTarget()).isEqualTo("/base/cloud/environment/env%201/register");
      assertThat(request.getHeaders().get("chatgpt-account-id")).isEqualTo("account");
      assertThat(request.getBody().utf8()).isEqualTo("{\"security_profile\":\"plain\"}");
    }
  }

  @Test
  void theTokenIsTheOneOfTheMoment() throws Exception {
    Iterator<String> tokens = List.of("old", "new").iterator();
    try (LocalRegistry registry = new LocalRegistry(number -> number == 0
        ? LocalRegistry.error(401, "expired", "log in again")
        : LocalRegistry.bundle(EXECUTOR, "key"))) {
      ExecutorRegistry client = registry.client(tokens::next);

      assertThatThrownBy(client::connect).hasMessageContaining("401");
      client.connect();

      assertThat(registry.requests())
          .extracting(request -> request.getHeaders().get("Authorization"))
          .containsExactly("Bearer old", "Bearer new");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "409 |environment_offline| true | request failed (409 Conflict, environment_offline): no",
        "409|moved|false|request failed (409 Conflict, moved): no",
        "404 | not_found | false | request failed (404 Not Found, not_found): no",
        "401 | expired | false | authentication failed (401 Unauthorized, expired): no",
        "403 | other | false | authentication failed (403 Forbidden, other): no",
        "408 | slow | true | request failed (408 Request Timeout, slow): no",
        "429 | busy | true | request failed (429 Too Many Requests, busy): no",
        "503 | down | true | request failed (503 Service Unavailable, down): no",
      })
  void errorsAreToldApart(int status, String code, boolean isTransient, String message)
      throws Exception {
    String reason = message.replaceAll(".*\\(\\d+ ([^,]*),.*", "$1");
    RegistryException refusal = refusal(LocalRegistry.error(status, code, "no")
        .newBuilder()
        .status("HTTP/1.1 " + status + " " + reason)
        .build());

    assertThat(refusal).hasMessage("environment registry " + message);
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.isTransient()).isEqualTo(isTransient);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty error body",
        "'<html>environment_offline</html>' | malformed error body",
        "'{\"code\":\"environment_offline\"}' | malformed error body",
        "'[]' | malformed error body",
        "'{\"error\":{\"message\":\"oops\"}}' | oops",
      })
  void aConflictWithoutItsCodeIsFinal(String body, String message) throws Exception {
    RegistryException refusal = refusal(LocalRegistry.json(409, body));

    assertThat(refusal).hasMessageEndingWith("): " + message);
    assertThat(refusal.code()).isEmpty();
    assertThat(refusal.isTransient()).isFalse();
  }

  @Test
  void anEndlessErrorBodyIsNeitherReadNorTrusted() throws Exception {
    RegistryException refusal =
        refusal(LocalRegistry.error(409, "environment_offline", "x".repeat(3 << 20)));

    assertThat(refusal.code()).isEmpty();
    assertThat(refusal.isTransient()).isFalse();
    assertThat(refusal.getMessage()).hasSizeLessThan(5000);
  }

  @Test
  void askedToWaitItWaits() throws Exception {
    MockResponse busy = LocalRegistry.error(503, "down", "no");
    String later = DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));

    assertThat(refusal(busy).retryAfter()).isEmpty();
    assertThat(refusal(busy.newBuilder().setHeader("Retry-After", "7").build()).retryAfter())
        .contains(Duration.ofSeconds(7));
    assertThat(
            refusal(busy.newBuilder().setHeader("Retry-After", later).build()).retryAfter())
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(58), Duration.ofHours(1)));
    assertThat(
            refusal(busy.newBuilder().setHeader("Retry-After", "soon").build()).retryAfter())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{}",
        "{\"environment_id\":\"other\",\"url\":\"wss://r\",\"executor_registration_id\":\"r\"}",
        "{\"environment_id\":\"env 1\",\"url\":\"https://r\",\"executor_registration_id\":\"r\"}",
        "{\"environment_id\":\"env 1\",\"url\":\"wss://r\",\"executor_registration_id\":\" \"}",
        "{\"environment_id\":\"env 1\",\"url\":\"wss://a b\",\"executor_registration_id\":\"r\"}",
      })
  void anAnswerThatLeadsNowhereIsUnusable(String body) throws Exception {
    try (LocalRegistry registry = new LocalRegistry(number -> LocalRegistry.json(200, body))) {
      assertThatThrownBy(() -> registry.client(() -> "token").connect())
          .isInstanceOf(UnusableAnswerException.class);
    }
  }

  @Test
  void theTokenDoesNotFollowRedirects() throws Exception {
    try (LocalRegistry elsewhere =
            new LocalRegistry(number -> LocalRegistry.bundle(EXECUTOR, "key"));
        LocalRegistry registry = new LocalRegistry(number -> new MockResponse.Builder()
            .code(307)
            .setHeader("Location", elsewhere.url().toString())
            .build())) {
      assertThatThrownBy(() -> registry.client(() -> "token").connect())
          .isInstanceOfSatisfying(
              RegistryException.class, refusal -> assertThat(refusal.status()).isEqualTo(307));
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void aRegistryThatIsNotThereIsNoAnswer() throws Exception {
    URI free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    assertThatThrownBy(() -> ExecutorRegistry.of(free, "e", () -> "secret").connect())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(RegistryException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", ".."})
  void anEnvironmentNeedsAnId(String id) {
    assertThatThrownBy(() -> ExecutorRegistry.of(URI.create("https://r"), id, () -> ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTokenIsNotSentInTheClear() {
    assertThatThrownBy(
            () -> ExecutorRegistry.of(URI.create("http://registry.example"), "e", () -> ""))
        .hasMessageContaining("https");
  }
}
