package dev.codex.sandbox.remote.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.json.Json;
import dev.codex.internal.rpc.JsonPost;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.sandbox.protocol.Trees;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The service that knows where an environment's executor can be reached just now. Every call asks
 * for the token anew, so that a refreshed one is used at once.
 */
public final class ExecutorRegistry {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_ERROR = 4096;
  private static final int MAX_ANSWER = 1 << 20;

  private final URI base;
  private final String environmentId;
  private final Supplier<String> token;
  private final Map<String, String> headers;
  private final JsonPost post;
  private final Clock clock;

  private ExecutorRegistry(
      URI base, String environmentId, Supplier<String> token, Map<String, String> headers) {
    this.base = base;
    this.environmentId = environmentId;
    this.token = token;
    this.headers = Map.copyOf(headers);
    this.post = new JsonPost(base.getScheme(), TIMEOUT);
    this.clock = Clock.systemUTC();
  }

  /**
   * The registry's view of one environment.
   *
   * @param base {@code https://…}, or {@code http://} for this machine
   * @param token asked for before each request, on the thread that makes it
   */
  public static ExecutorRegistry of(URI base, String environmentId, Supplier<String> token) {
    return of(base, environmentId, token, Map.of());
  }

  /** The same, with further headers such as {@code chatgpt-account-id}. */
  public static ExecutorRegistry of(
      URI base, String environmentId, Supplier<String> token, Map<String, String> headers) {
    String scheme = String.valueOf(base.getScheme());
    boolean local = "127.0.0.1".equals(base.getHost()) || "localhost".equals(base.getHost());
    if (!scheme.equals("https") && !(scheme.equals("http") && local)) {
      throw new IllegalArgumentException("The registry " + base.getHost()
          + " must be reached over https, since requests carry a token.");
    }
    if (environmentId.isBlank() || environmentId.equals(".") || environmentId.equals("..")) {
      throw new IllegalArgumentException("'" + environmentId
          + "' is no environment id. Use the id that the executor was" + " registered with.");
    }
    return new ExecutorRegistry(
        base, environmentId, Objects.requireNonNull(token, "token"), headers);
  }

  /**
   * Where to connect to, for one connection.
   *
   * @param profile how what is sent there is protected; empty if not at all
   * @param executorKey JSON; the same as long as the executor's process is the same
   */
  public record Bundle(URI url, String profile, String registrationId, String executorKey) {}

  /** Asks where the executor is. */
  public Bundle connect() throws IOException {
    JsonNode answer = call("connect", json -> {
      json.writeStartObject();
      json.writeEndObject();
    });
    return bundle(answer);
  }

  /** Makes an executor known, and asks where it shall wait for connections. */
  public Bundle register(String profile) throws IOException {
    return bundle(call("register", json -> {
      json.writeStartObject();
      json.writeStringField("security_profile", profile);
      json.writeEndObject();
    }));
  }

  private Bundle bundle(JsonNode answer) throws IOException {
    String id = answer.path("environment_id").asText();
    if (!id.equals(environmentId)) {
      throw new UnusableAnswerException("the environment registry answered about the environment '"
          + id + "' when it was asked about '" + environmentId + "'");
    }
    String url = answer.path("url").asText();
    String registration = answer.path("executor_registration_id").asText();
    if (!url.startsWith("ws://") && !url.startsWith("wss://") || registration.isBlank()) {
      throw new UnusableAnswerException(
          "the environment registry answered without a WebSocket address or a registration id");
    }
    try {
      return new Bundle(
          URI.create(url),
          answer.path("security_profile").asText(),
          registration,
          answer.path("executor_public_key").toString());
    } catch (IllegalArgumentException e) {
      throw new UnusableAnswerException(
          "the environment registry answered an address that is none");
    }
  }

  private JsonNode call(String operation, Json.Writer body) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Authorization", "Bearer " + token.get());
    String path = base.toString().replaceFirst("/+$", "")
        + "/cloud/environment/"
        + URLEncoder.encode(environmentId, StandardCharsets.UTF_8).replace("+", "%20")
        + "/"
        + operation;
    JsonPost.Answer answer = post.send(URI.create(path), all, Json.bytes(body), MAX_ANSWER);
    if (answer.status() / 100 != 2) {
      throw failure(answer);
    }
    try {
      return Trees.read(new JsonSlice(answer.body(), 0, answer.body().length));
    } catch (IOException e) {
      throw new UnusableAnswerException(
          "the environment registry answered something else than" + " JSON");
    }
  }

  private RegistryException failure(JsonPost.Answer answer) {
    boolean cut = answer.isCut() || answer.body().length > MAX_ERROR;
    int length = Math.min(answer.body().length, MAX_ERROR);
    String text = new String(answer.body(), 0, length, StandardCharsets.UTF_8).strip();
    String code = "";
    String message = text.isEmpty() ? "empty error body" : "malformed error body";
    if (!cut) {
      try {
        JsonNode error = Trees.read(new JsonSlice(answer.body(), 0, length)).path("error");
        code = error.path("code").asText();
        message = error.path("message").asText(message);
      } catch (IOException e) {
        // a proxy's page, most likely
      }
    }
    String what = answer.status() == 401 || answer.status() == 403
        ? "environment registry authentication failed ("
        : "environment registry request failed (";
    String status = (answer.status() + " " + answer.reason()).strip();
    return new RegistryException(
        what + status + (code.isEmpty() ? "" : ", " + code) + "): " + message,
        answer.status(),
        code,
        answer.retryAfter().flatMap(this::duration));
  }

  /** Seconds or a date, as RFC 9110 has it. */
  private Optional<Duration> duration(String retryAfter) {
    try {
      if (retryAfter.strip().matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.strip())));
      }
      Instant then =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), then);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "environment " + environmentId + " of " + base.getHost();
  }
}
