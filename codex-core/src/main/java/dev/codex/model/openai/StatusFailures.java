package dev.codex.model.openai;

import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.BufferedSource;

/** What a status other than success means (codex-behaviour 1.6). */
final class StatusFailures {

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_QUOTED_BYTES = 1000;
  private static final Pattern SECRET_NAME =
      Pattern.compile("auth|key|token|secret|password|cookie|credential", Pattern.CASE_INSENSITIVE);
  private static final int MIN_SECRET_LENGTH = 8; // shorter ones would eat ordinary words

  private final Clock clock;

  StatusFailures(Clock clock) {
    this.clock = clock;
  }

  /** Reads the body, as much of it as can matter. */
  ModelFailure of(Response response) {
    String body = withoutSecret(body(response), response);
    ErrorBody error = ErrorBody.parse(body);
    ModelFailure failure = switch (response.code()) {
      case 400 -> invalid(body, error);
      case 429 -> tooMany(response, error);
      case 500 ->
        ModelFailure.of(
            Kind.SERVER,
            "We’re currently experiencing high demand, which may cause temporary errors.");
      case 503 ->
        error.is("server_is_overloaded")
            ? StreamFailures.overloaded()
            : unexpected(response, body, error);
      default -> unexpected(response, body, error);
    };
    return failure.toBuilder()
        .statusCode(response.code())
        .requestId(requestId(response))
        .build();
  }

  private static ModelFailure invalid(String body, ErrorBody error) {
    Kind kind = error.is("context_length_exceeded") ? Kind.CONTEXT_WINDOW : Kind.INVALID_REQUEST;
    return ModelFailure.of(kind, body);
  }

  private ModelFailure tooMany(Response response, ErrorBody error) {
    if (error.is("usage_limit_reached")) {
      return usageLimit(error);
    }
    if (error.is("usage_not_included")) {
      return StreamFailures.notIncluded();
    }
    if (error.is("insufficient_quota")) {
      return StreamFailures.quota();
    }
    Optional<Duration> wait = retryAfter(response);
    return ModelFailure.builder()
        .kind(Kind.RATE_LIMIT)
        .message("exceeded retry limit, last status: 429 Too Many Requests"
            + requestId(response).map(id -> ", request id: " + id).orElse(""))
        .isRetryable(wait.isPresent())
        .retryAfter(wait)
        .build();
  }

  private ModelFailure usageLimit(ErrorBody error) {
    if (error.resetsAt() <= 0) {
      return ModelFailure.of(Kind.QUOTA, "You've hit your usage limit. Try again later.");
    }
    ZonedDateTime now = ZonedDateTime.now(clock);
    ZonedDateTime reset = Instant.ofEpochSecond(error.resetsAt()).atZone(clock.getZone());
    String pattern =
        reset.toLocalDate().equals(now.toLocalDate()) ? "h:mm a" : "MMM d, yyyy h:mm a";
    return ModelFailure.builder()
        .kind(Kind.QUOTA)
        .message("You've hit your usage limit. Try again at "
            + DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(reset)
            + ".")
        .retryAfter(notNegative(Duration.between(now, reset)))
        .build();
  }

  private static ModelFailure unexpected(Response response, String body, ErrorBody error) {
    int status = response.code();
    String said = error.message().isEmpty() ? cut(body) : error.message();
    if (status == 403 && body.contains("Cloudflare") && body.contains("blocked")) {
      said = "Cloudflare refuses connections from this network";
    }
    StringBuilder message = new StringBuilder("unexpected status ").append(StatusText.of(status));
    message.append(": ").append(said.isEmpty() ? "Unknown error" : said);
    message.append(", url: ").append(Endpoint.location(response.request().url()));
    header(response, "cf-ray").ifPresent(ray -> message.append(", cf-ray: ").append(ray));
    header(response, "x-request-id")
        .ifPresent(id -> message.append(", request id: ").append(id));
    Kind kind = switch (status) {
      case 401, 403 -> Kind.AUTHENTICATION;
      default -> status >= 500 ? Kind.SERVER : Kind.OTHER;
    };
    return ModelFailure.of(kind, message.toString());
  }

  private Optional<Duration> retryAfter(Response response) {
    Optional<String> value = header(response, "retry-after");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      double seconds = Double.parseDouble(value.get().strip());
      return seconds >= 0 && seconds < 1e9
          ? Optional.of(Duration.ofMillis((long) (seconds * 1000)))
          : Optional.empty();
    } catch (NumberFormatException notSeconds) {
      return untilDate(value.get().strip());
    }
  }

  private Optional<Duration> untilDate(String date) {
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      return Optional.of(notNegative(Duration.between(clock.instant(), then)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  static Optional<String> requestId(Response response) {
    return header(response, "x-request-id")
        .or(() -> header(response, "cf-ray"))
        .or(() -> header(response, "apim-request-id"));
  }

  private static Optional<String> header(Response response, String name) {
    return Optional.ofNullable(response.header(name)).filter(value -> !value.isBlank());
  }

  /** Some servers repeat the key that they refuse, wherever the host's provider wants it sent. */
  private static String withoutSecret(String body, Response response) {
    Headers headers = response.request().headers();
    HttpUrl url = response.request().url();
    String clean = body;
    for (String name : headers.names()) {
      clean = without(clean, name, headers.values(name));
    }
    for (String name : url.queryParameterNames()) {
      clean = without(clean, name, url.queryParameterValues(name));
    }
    return clean;
  }

  private static String without(String body, String name, List<String> values) {
    String clean = body;
    if (SECRET_NAME.matcher(name).find()) {
      for (String value : values) {
        String secret =
            value == null ? "" : value.substring(value.indexOf(' ') + 1).strip();
        clean = secret.length() < MIN_SECRET_LENGTH ? clean : clean.replace(secret, "[redacted]");
      }
    }
    return clean;
  }

  private static String body(Response response) {
    try {
      BufferedSource source = response.body().source();
      source.request(MAX_BODY_BYTES);
      long size = Math.min(source.getBuffer().size(), MAX_BODY_BYTES);
      return new String(source.readByteArray(size), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the status says enough
    }
  }

  private static String cut(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_QUOTED_BYTES) {
      return body;
    }
    int end = MAX_QUOTED_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
  }
}
