package dev.codex.model.openai;

import dev.codex.model.RateLimits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Rate limits as ChatGPT's servers tell them in headers (codex-behaviour 1.7). */
final class LimitHeaders {

  private static final String MAIN = "codex";
  private static final String MARK = "-primary-used-percent";

  private final Headers headers;

  LimitHeaders(Headers headers) {
    this.headers = headers;
  }

  /** The limits that are told of, the main one first. */
  List<RateLimits> read() {
    if (!isTold()) {
      return List.of();
    }
    TreeSet<String> others = new TreeSet<>();
    for (String header : headers.names()) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith("x-") && name.endsWith(MARK) && name.length() > MARK.length() + 2) {
        others.add(name.substring(2, name.length() - MARK.length()));
      }
    }
    others.remove(MAIN);
    List<RateLimits> limits = new ArrayList<>(1);
    read(MAIN).ifPresent(limits::add);
    for (String other : others) {
      read(other).ifPresent(limits::add);
    }
    return limits;
  }

  /** Whether a header can be one of limits at all; most servers have none. */
  private boolean isTold() {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).regionMatches(true, 0, "x-", 0, 2)) {
        return true;
      }
    }
    return false;
  }

  private Optional<RateLimits> read(String id) {
    Optional<RateLimits.Window> primary = window("x-" + id + "-primary-");
    Optional<RateLimits.Window> secondary = window("x-" + id + "-secondary-");
    Optional<RateLimits.Credits> credits = id.equals(MAIN) ? credits() : Optional.empty();
    if (primary.isEmpty() && secondary.isEmpty() && credits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(RateLimits.builder()
        .id(id.replace('-', '_'))
        .name(Optional.ofNullable(headers.get("x-" + id + "-limit-name")))
        .primary(primary)
        .secondary(secondary)
        .credits(credits)
        .build());
  }

  /** A window that nothing was used of and that has neither length nor end is none. */
  private Optional<RateLimits.Window> window(String prefix) {
    OptionalDouble used = number(headers.get(prefix + "used-percent"));
    if (used.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> length =
        whole(prefix + "window-minutes").filter(it -> it < 1L << 40).map(Duration::ofMinutes);
    Optional<Instant> reset = whole(prefix + "reset-at").flatMap(LimitHeaders::instant);
    return used.getAsDouble() == 0 && length.isEmpty() && reset.isEmpty()
        ? Optional.empty()
        : Optional.of(new RateLimits.Window(used.getAsDouble(), length, reset));
  }

  private Optional<RateLimits.Credits> credits() {
    String available = headers.get("x-codex-credits-has-credits");
    String unlimited = headers.get("x-codex-credits-unlimited");
    if (available == null || unlimited == null) {
      return Optional.empty();
    }
    String balance = headers.get("x-codex-credits-balance");
    return Optional.of(new RateLimits.Credits(
        isTrue(available), isTrue(unlimited), balance == null ? "" : balance));
  }

  private static boolean isTrue(String value) {
    return value.equalsIgnoreCase("true") || value.equals("1");
  }

  private Optional<Long> whole(String name) {
    OptionalDouble number = number(headers.get(name));
    return number.isPresent() ? Optional.of((long) number.getAsDouble()) : Optional.empty();
  }

  private static Optional<Instant> instant(long epochSecond) {
    try {
      return Optional.of(Instant.ofEpochSecond(epochSecond));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OptionalDouble number(@Nullable String text) {
    try {
      double number = text == null ? Double.NaN : Double.parseDouble(text.strip());
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
