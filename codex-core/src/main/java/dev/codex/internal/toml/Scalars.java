package dev.codex.internal.toml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values that stand without quotes: booleans, numbers, dates and times. */
final class Scalars {

  private static final Pattern DECIMAL = Pattern.compile("[+-]?(0|[1-9](_?[0-9])*)");
  private static final Pattern PREFIXED =
      Pattern.compile("0x[0-9A-Fa-f](_?[0-9A-Fa-f])*|0o[0-7](_?[0-7])*|0b[01](_?[01])*");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(0|[1-9](_?[0-9])*)(\\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?");
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{4}-\\d\\d-\\d\\d)(?:[Tt ]|$))?(?:(\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)"
          + "(?:([Zz])|([+-]\\d\\d:\\d\\d))?)?");

  private final Cursor cursor;

  Scalars(Cursor cursor) {
    this.cursor = cursor;
  }

  /** A Boolean, Long or Double, or the text of a date or time. */
  Object any() throws TomlException {
    int start = cursor.position();
    passWord();
    // a date and its time may be parted by one blank
    if (cursor.since(start).matches("\\d{4}-\\d\\d-\\d\\d")
        && cursor.peek() == ' '
        && Character.isDigit(Math.max(0, cursor.peek(1)))) {
      cursor.skip(1);
      passWord();
    }
    String word = cursor.since(start);
    if (word.isEmpty()) {
      throw cursor.wrong("expected a value and not " + cursor.shown());
    }
    Object value = value(word, start);
    if (value == null) {
      throw cursor.wrongAt(start, "'" + word + "' is no value; text stands in quotes");
    }
    return value;
  }

  private void passWord() {
    while (isPartOfWord(cursor.peek())) {
      cursor.skip(1);
    }
  }

  private static boolean isPartOfWord(int c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c > 0x7F
        || c == '_'
        || c == '-'
        || c == '+'
        || c == '.'
        || c == ':';
  }

  private @Nullable Object value(String word, int start) throws TomlException {
    switch (word) {
      case "true":
        return true;
      case "false":
        return false;
      case "inf", "+inf":
        return Double.POSITIVE_INFINITY;
      case "-inf":
        return Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan":
        return Double.NaN;
      default:
    }
    if (DECIMAL.matcher(word).matches()) {
      return whole(word.replace("_", ""), 10, start);
    }
    if (PREFIXED.matcher(word).matches()) {
      int radix = word.charAt(1) == 'x' ? 16 : word.charAt(1) == 'o' ? 8 : 2;
      return whole(word.substring(2).replace("_", ""), radix, start);
    }
    if (FLOAT.matcher(word).matches()) {
      return Double.valueOf(word.replace("_", ""));
    }
    return isTime(word) ? word : null;
  }

  private Long whole(String digits, int radix, int start) throws TomlException {
    try {
      return Long.valueOf(digits, radix);
    } catch (NumberFormatException e) {
      throw cursor.wrongAt(start, "this number does not fit into 64 bits");
    }
  }

  private static boolean isTime(String word) {
    Matcher parts = TIME.matcher(word);
    if (!parts.matches()) {
      return false;
    }
    String date = parts.group(1);
    String time = parts.group(2);
    boolean zoned = parts.group(3) != null || parts.group(4) != null;
    if (date == null && (time == null || zoned)
        || date != null && time == null && word.length() > date.length()) {
      return false;
    }
    try {
      if (date != null) {
        LocalDate.parse(date);
      }
      if (time != null) {
        LocalTime.parse(time.length() > 18 ? time.substring(0, 18) : time);
      }
      if (parts.group(4) != null) {
        ZoneOffset.of(parts.group(4));
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
