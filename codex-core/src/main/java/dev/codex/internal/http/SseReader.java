package dev.codex.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.nio.ByteOrder;
import java.time.Duration;
import okio.BufferedSource;

/**
 * Server-sent events, of which only the data is of interest. Bytes are looked at once, eight at a
 * time, and stay where they were read to: an event is a range of {@link #buffer()}, valid until the
 * next call. Memory is bounded by the largest event allowed.
 *
 * <p>Lines end in LF, CR LF or CR. A CR counts once the byte behind it is known, and an event once
 * its blank line has come, so what a cut leaves unfinished is never delivered. Both are Codex's
 * ways, as is that a stream with a byte order mark gives no event at all.
 *
 * <p>The idle timeout runs from the moment an event is asked for until it is whole: comments do not
 * keep a stream alive. It is the source's own timeout that ends the read.
 */
public final class SseReader {

  /** Larger events are refused. */
  public static final int MAX_EVENT_BYTES = 64 << 20;

  /** Holds most answers that are a call and nothing else; fresh memory is what costs there. */
  private static final int FIRST_BYTES = 4 << 10;

  /** For a stream, which fills the first buffer. */
  private static final int STREAM_BYTES = 16 << 10;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BELOW_14 = 0x0e0e0e0e0e0e0e0eL;

  private final BufferedSource source;
  private final long idleNanos;

  private byte[] buffer = new byte[FIRST_BYTES];
  private int limit; // bytes read so far end here
  private int lineStart;
  private int scanned; // no line end lies between lineStart and here
  private int terminator; // length of the line end just found
  private int dataStart = -1; // data of the event being collected; -1 if none
  private int dataEnd;
  private long high; // sum of the bytes seen in this line, for the high bits
  private long dataHigh; // the same for the lines that make up the data
  private boolean started;
  private long deadline; // System.nanoTime when the event is overdue; 0 if not waiting

  public SseReader(BufferedSource source, Duration idleTimeout) {
    this.source = source;
    this.idleNanos = idleTimeout.toNanos();
  }

  /**
   * Goes to the next event that has data.
   *
   * @return false at the end of the stream
   * @throws SseException if an event is too large or not UTF-8
   */
  public boolean next() throws IOException {
    deadline = 0;
    clearEvent();
    for (int end = lineEnd(); end >= 0; end = lineEnd()) {
      int start = lineStart;
      lineStart = end + terminator;
      scanned = lineStart;
      if (end > start) {
        line(start, end);
      } else if (dataEnd > dataStart && dataStart >= 0) {
        checkText();
        return true;
      } else {
        clearEvent();
      }
      high = 0;
    }
    return false;
  }

  /**
   * Whether the next event has come as a whole, so that {@link #next} will not wait for it. What
   * {@link #buffer} holds is no longer valid afterwards.
   */
  public boolean isNextHere() throws IOException {
    while (!holdsWholeEvent()) {
      if (source.getBuffer().size() == 0 || !fill()) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsWholeEvent() {
    byte[] bytes = buffer;
    boolean hasData = false;
    int start = lineStart;
    for (int i = start; i < limit; i++) {
      boolean isReturn = bytes[i] == '\r';
      if (!isReturn && bytes[i] != '\n') {
        continue;
      }
      if (i == start && hasData) {
        return !isReturn || i + 1 < limit;
      }
      // a line of less than that may hold nothing, and then its event is none
      hasData = i > start && (hasData || i > start + "data: ".length() && isData(start, i));
      if (isReturn && i + 1 < limit && bytes[i + 1] == '\n') {
        i++;
      }
      start = i + 1;
    }
    return false;
  }

  /** Holds the event; belongs to the reader. */
  public byte[] buffer() {
    return buffer;
  }

  public int offset() {
    return dataStart;
  }

  public int length() {
    return dataEnd - dataStart;
  }

  private void clearEvent() {
    dataStart = -1;
    dataEnd = -1;
    dataHigh = 0;
    high = 0;
  }

  /** Where the current line ends, its end being known for sure; -1 if it never does. */
  private int lineEnd() throws IOException {
    while (true) {
      int at = scan(scanned, limit);
      if (at < limit && (buffer[at] == '\n' || at + 1 < limit)) {
        terminator = buffer[at] == '\r' && buffer[at + 1] == '\n' ? 2 : 1;
        return at;
      }
      scanned = at;
      if (!fill()) {
        return -1;
      }
    }
  }

  /** The first CR or LF in the range, or its end. */
  private int scan(int from, int to) {
    byte[] bytes = buffer;
    long seen = high;
    int i = from;
    for (; i <= to - 8; i += 8) {
      long word = (long) LONG.get(bytes, i);
      seen |= word;
      // true exactly if some byte is below 14, as are the two looked for
      if (((word - BELOW_14) & ~word & HIGH_BITS) != 0) {
        for (int k = i; k < i + 8; k++) {
          if (bytes[k] == '\n' || bytes[k] == '\r') {
            high = seen;
            return k;
          }
        }
      }
    }
    for (; i < to; i++) {
      seen |= bytes[i];
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        break;
      }
    }
    high = seen;
    return i;
  }

  private void line(int start, int end) {
    if (!isData(start, end)) {
      return;
    }
    byte[] bytes = buffer;
    int value = Math.min(end, start + 5);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    dataHigh |= high;
    if (dataStart < 0) {
      dataStart = value;
      dataEnd = end;
      return;
    }
    // the field's name left more room than the line feed needs
    bytes[dataEnd++] = '\n';
    System.arraycopy(bytes, value, bytes, dataEnd, end - value);
    dataEnd += end - value;
  }

  private boolean isData(int start, int end) {
    byte[] bytes = buffer;
    return end - start >= 4
        && bytes[start] == 'd'
        && bytes[start + 1] == 'a'
        && bytes[start + 2] == 't'
        && bytes[start + 3] == 'a'
        && (end == start + 4 || bytes[start + 4] == ':');
  }

  private void checkText() throws SseException {
    if ((dataHigh & HIGH_BITS) == 0) {
      return;
    }
    int wrong = Utf8.firstError(buffer, dataStart, dataEnd);
    if (wrong > 0) {
      throw new SseException(
          "UTF8 error: invalid utf-8 sequence of " + wrong + " bytes from index 0");
    }
  }

  private boolean fill() throws IOException {
    makeRoom();
    if (deadline == 0) {
      deadline = System.nanoTime() + idleNanos;
    }
    source.timeout().deadlineNanoTime(deadline);
    int count = read();
    if (count < 0) {
      return false;
    }
    limit += count;
    return started || start();
  }

  /** A deadline that is over before the read begins looks like an interrupt, but is none. */
  private int read() throws IOException {
    try {
      return source.read(buffer, limit, buffer.length - limit);
    } catch (InterruptedIOException e) {
      if (!(e instanceof SocketTimeoutException)
          && !Thread.currentThread().isInterrupted()
          && System.nanoTime() - deadline >= 0) {
        SocketTimeoutException late = new SocketTimeoutException("timeout");
        late.initCause(e);
        throw late;
      }
      throw e;
    }
  }

  /** Looks for a byte order mark, which makes Codex miss the whole stream. */
  private boolean start() {
    if (buffer[0] != (byte) 0xef) {
      started = true;
      return true;
    }
    if (limit < 3) {
      return true;
    }
    started = true;
    return buffer[1] != (byte) 0xbb || buffer[2] != (byte) 0xbf;
  }

  /** Moves what is still needed to the front once the buffer is full, and grows it if need be. */
  private void makeRoom() throws SseException {
    int data = dataStart < 0 ? 0 : dataEnd - dataStart;
    int line = limit - lineStart;
    if (data + line > MAX_EVENT_BYTES) {
      throw new SseException("an event is larger than " + MAX_EVENT_BYTES + " bytes");
    }
    boolean full = limit == buffer.length;
    byte[] target = buffer;
    if (full && (data + line > buffer.length / 2 || buffer.length < STREAM_BYTES)) {
      long twice = Math.min(buffer.length * 2L, MAX_EVENT_BYTES + (16L << 10));
      target = new byte[Math.max(STREAM_BYTES, (int) twice)];
    }
    if (full || data + line == 0) {
      move(target, data, line);
    }
  }

  /** Lays the data at the front and the unfinished line behind it. */
  private void move(byte[] target, int data, int line) {
    if (dataStart >= 0) {
      System.arraycopy(buffer, dataStart, target, 0, data);
      dataStart = 0;
      dataEnd = data;
    }
    System.arraycopy(buffer, lineStart, target, data, line);
    scanned += data - lineStart;
    lineStart = data;
    limit = data + line;
    buffer = target;
  }
}
