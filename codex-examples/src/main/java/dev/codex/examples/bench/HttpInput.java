package dev.codex.examples.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Reads the requests of one connection, as far as a benchmark's clients write HTTP. */
final class HttpInput {

  private final InputStream in;
  private byte[] buffer = new byte[16 << 10];
  private int limit; // bytes in the buffer
  private int headEnd;
  private int bodyEnd;
  private String requestLine = "";
  private long headersAt;
  private long bodyAt;

  HttpInput(InputStream in) {
    this.in = in;
  }

  /** Reads the next request whole; false if the client has closed the connection. */
  boolean next() throws IOException {
    System.arraycopy(buffer, bodyEnd, buffer, 0, limit - bodyEnd);
    limit -= bodyEnd;
    int seen = 0;
    while ((headEnd = headEnd(seen)) < 0) {
      seen = Math.max(0, limit - 3);
      if (!fill()) {
        return false;
      }
    }
    headersAt = System.nanoTime();
    String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1);
    requestLine = head.substring(0, head.indexOf('\r'));
    bodyEnd = headEnd + contentLength(head);
    if (bodyEnd > buffer.length) {
      buffer = Arrays.copyOf(buffer, bodyEnd + 1024);
    }
    while (limit < bodyEnd) {
      if (!fill()) {
        throw new EOFException("a request broke off");
      }
    }
    bodyAt = System.nanoTime();
    return true;
  }

  private boolean fill() throws IOException {
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count > 0) {
      limit += count;
    }
    return count >= 0;
  }

  private int headEnd(int from) {
    for (int i = from; i + 3 < limit; i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r') {
        return i + 4;
      }
    }
    return -1;
  }

  private static int contentLength(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int begin = at + "\ncontent-length:".length();
    return Integer.parseInt(lower.substring(begin, lower.indexOf('\r', begin)).strip());
  }

  String requestLine() {
    return requestLine;
  }

  long headersAt() {
    return headersAt;
  }

  long bodyAt() {
    return bodyAt;
  }

  int bodyLength() {
    return bodyEnd - headEnd;
  }

  Scenario.Position locate() {
    return Scenario.locate(buffer, headEnd, bodyEnd);
  }
}
