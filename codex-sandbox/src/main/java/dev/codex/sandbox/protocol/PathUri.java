package dev.codex.sandbox.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths as the {@code file:} URIs that the protocol wants. {@code Path.toUri} looks at this
 * machine's disk, and the path may be of another.
 */
public final class PathUri {

  private static final String SCHEME = "file:";
  private static final String PLAIN = "-_.~/!$&'()*+,;=:@";

  private PathUri() {}

  /** The URI of an absolute path. */
  public static String of(Path path) {
    String text = path.toString().replace('\\', '/');
    StringBuilder uri = new StringBuilder(SCHEME).append("//");
    if (!text.startsWith("/")) {
      uri.append('/');
    }
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        uri.append(c);
      } else {
        uri.append('%').append(hex(c >> 4)).append(hex(c & 15));
      }
    }
    return uri.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }

  /**
   * The path of a URI; absolute and normalised, so that no {@code ..} is left in it.
   *
   * @throws IllegalArgumentException saying why it is none
   */
  public static Path parse(String uri) {
    if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new IllegalArgumentException("invalid URI: relative URL without a base");
    }
    String rest = uri.substring(SCHEME.length());
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
        throw new IllegalArgumentException("invalid URI: a file URI must not name a host");
      }
      rest = slash < 0 ? "/" : rest.substring(slash);
    }
    String text = decode(rest);
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("invalid URI: a path must not contain a zero byte");
    }
    try {
      boolean drive = text.matches("/[A-Za-z]:.*") && java.io.File.separatorChar == '\\';
      return Path.of(drive ? text.substring(1) : "/" + text.replaceFirst("^/+", ""))
          .normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("invalid URI: " + e.getReason(), e);
    }
  }

  private static String decode(String text) {
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      throw new IllegalArgumentException("invalid URI: a file URI has no query and no fragment");
    }
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '%') {
        bytes.write(source[i]);
        continue;
      }
      int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
      int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("invalid URI: a % without two hexadecimal digits");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
