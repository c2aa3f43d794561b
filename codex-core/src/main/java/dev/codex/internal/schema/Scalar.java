package dev.codex.internal.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A type that is one JSON string, number or boolean.
 *
 * @param jsonType the schema's word for it
 * @param expected the message's words for it
 * @param range what to add to the message where a number of the right kind does not fit
 */
record Scalar(String jsonType, String expected, String range, Conversion conversion)
    implements Shape {

  private static final Map<Class<?>, Scalar> ALL = all();

  /** Digits before or behind the point from which on a number is not expanded any more. */
  private static final int MAX_SCALE = 1000;

  /** The scalar for a class, if there is one. */
  static @Nullable Scalar of(Class<?> type) {
    return ALL.get(type);
  }

  /** The Java value, or null if the JSON value does not fit. */
  @Nullable
  Object convert(Object value) {
    try {
      return conversion.apply(value);
    } catch (IllegalArgumentException
        | ArithmeticException
        | DateTimeException
        | MalformedURLException e) {
      return null;
    }
  }

  /** The message's words, seen the value that does not fit. */
  String expectedInsteadOf(Object value) {
    return value instanceof Number && (!jsonType.equals("integer") || whole(value) != null)
        ? expected + range
        : expected;
  }

  /** The integer that the JSON value is, or null; 3.0 is one. */
  static @Nullable BigInteger whole(Object value) {
    if (value instanceof Long number) {
      return BigInteger.valueOf(number);
    }
    if (value instanceof BigInteger number) {
      return number;
    }
    BigDecimal decimal = decimal(value);
    if (decimal == null || Math.abs((long) decimal.scale()) > MAX_SCALE) {
      return null;
    }
    try {
      return decimal.toBigIntegerExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** The number that the JSON value is, or null. */
  static @Nullable BigDecimal decimal(@Nullable Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number);
    }
    return value instanceof BigDecimal number ? number : null;
  }

  private static Map<Class<?>, Scalar> all() {
    Map<Class<?>, Scalar> all = new HashMap<>();
    texts(all);
    integers(all);
    numbers(all);
    return Map.copyOf(all);
  }

  private static void texts(Map<Class<?>, Scalar> all) {
    all.put(String.class, text("a string", text -> text));
    all.put(CharSequence.class, text("a string", text -> text));
    all.put(Path.class, text("a file path", Path::of));
    all.put(URI.class, text("a URI", URI::create));
    all.put(URL.class, text("an absolute URL", text -> URI.create(text).toURL()));
    all.put(UUID.class, text("a UUID", UUID::fromString));
    all.put(Instant.class, text("an instant such as 2026-01-31T12:00:00Z", Instant::parse));
    all.put(LocalDate.class, text("a date such as 2026-01-31", LocalDate::parse));
    all.put(LocalTime.class, text("a time such as 12:00:00", LocalTime::parse));
    all.put(
        LocalDateTime.class,
        text("a date and time such as 2026-01-31T12:00:00", LocalDateTime::parse));
    all.put(
        OffsetDateTime.class,
        text("a date and time such as 2026-01-31T12:00:00+01:00", OffsetDateTime::parse));
    all.put(
        ZonedDateTime.class,
        text("a date and time such as 2026-01-31T12:00:00Z[UTC]", ZonedDateTime::parse));
    all.put(Duration.class, text("an ISO-8601 duration such as PT1M30S", Duration::parse));
    Scalar truth = new Scalar(
        "boolean", "true or false", "", value -> value instanceof Boolean ? value : null);
    all.put(boolean.class, truth);
    all.put(Boolean.class, truth);
  }

  private static void integers(Map<Class<?>, Scalar> all) {
    Scalar bytes = integer(Byte.MIN_VALUE, Byte.MAX_VALUE, BigInteger::byteValueExact);
    Scalar shorts = integer(Short.MIN_VALUE, Short.MAX_VALUE, BigInteger::shortValueExact);
    Scalar ints = integer(Integer.MIN_VALUE, Integer.MAX_VALUE, BigInteger::intValueExact);
    Scalar longs = integer(Long.MIN_VALUE, Long.MAX_VALUE, BigInteger::longValueExact);
    all.put(byte.class, bytes);
    all.put(Byte.class, bytes);
    all.put(short.class, shorts);
    all.put(Short.class, shorts);
    all.put(int.class, ints);
    all.put(Integer.class, ints);
    all.put(long.class, longs);
    all.put(Long.class, longs);
    all.put(BigInteger.class, new Scalar("integer", "an integer", "", Scalar::whole));
  }

  private static void numbers(Map<Class<?>, Scalar> all) {
    Scalar floats = new Scalar(
        "number",
        "a number",
        " within the range of a float",
        value -> finite(value instanceof Number number ? number.floatValue() : Float.NaN));
    Scalar doubles = new Scalar(
        "number",
        "a number",
        " within the range of a double",
        value -> finite(value instanceof Number number ? number.doubleValue() : Double.NaN));
    all.put(float.class, floats);
    all.put(Float.class, floats);
    all.put(double.class, doubles);
    all.put(Double.class, doubles);
    all.put(BigDecimal.class, new Scalar("number", "a number", "", Scalar::decimal));
  }

  private static @Nullable Object finite(Number value) {
    return Double.isFinite(value.doubleValue()) ? value : null;
  }

  private static Scalar text(String expected, TextConversion conversion) {
    return new Scalar(
        "string",
        expected,
        "",
        value -> value instanceof String text ? conversion.apply(text) : null);
  }

  private static Scalar integer(long min, long max, IntegerConversion conversion) {
    return new Scalar("integer", "an integer", " from " + min + " to " + max, value -> {
      BigInteger whole = whole(value);
      return whole == null ? null : conversion.apply(whole);
    });
  }

  /** From a JSON value; null if it does not fit. */
  @FunctionalInterface
  interface Conversion {
    @Nullable
    Object apply(Object value) throws MalformedURLException;
  }

  /** From a string. */
  @FunctionalInterface
  private interface TextConversion {
    Object apply(String text) throws MalformedURLException;
  }

  /** From an integer of any size; throws ArithmeticException where it is too large. */
  @FunctionalInterface
  private interface IntegerConversion {
    Object apply(BigInteger value);
  }
}
