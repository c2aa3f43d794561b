package dev.codex.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void aDeadlineThatIsOverIsATimeoutAndNoInterrupt() {
    BufferedSource source =
        Okio.buffer(Okio.source(new ByteArrayInputStream(new byte[] {':', '\n'})));
    SseReader reader = new SseReader(source, Duration.ZERO);

    assertThatThrownBy(reader::next).isInstanceOf(SocketTimeoutException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: b\n\n", "data: b\r\n\r\n", "event: x\ndata: b\n\n", ": c\n\ndata: b\n\n"})
  void knowsThatTheNextEventIsHereBeforeItIsAskedFor(String next) throws IOException {
    SseReader reader = arrived("data: a\n\n" + next);

    assertThat(reader.next()).isTrue();
    assertThat(reader.isNextHere()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(new String(reader.buffer(), reader.offset(), reader.length(), UTF_8))
        .isEqualTo("b");
    assertThat(reader.isNextHere()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data: b",
        "data: b\n",
        "data: b\r\n\r",
        "data:\n\n",
        "data\n\n",
        ": comment\n\n",
        "dating: b\n\n"
      })
  void doesNotPromiseWhatWouldHaveToBeWaitedFor(String next) throws IOException {
    SseReader reader = arrived("data: a\n\n" + next);

    assertThat(reader.next()).isTrue();
    assertThat(reader.isNextHere()).isFalse();
  }

  @Test
  void looksForTheNextEventInAllThatHasArrived() throws IOException {
    String large = "x".repeat(40_000);
    SseReader reader = arrived("data: a\n\ndata: " + large + "\n\n");

    assertThat(reader.next()).isTrue();
    assertThat(reader.isNextHere()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.length()).isEqualTo(large.length());
  }

  /** Fails the test that reads beyond what has arrived. */
  private static SseReader arrived(String text) throws IOException {
    BufferedSource source = Okio.buffer(new Source() {
      private final Buffer rest = new Buffer().writeUtf8(text);

      @Override
      public long read(Buffer sink, long count) {
        assertThat(rest.exhausted()).as("nothing is waited for").isFalse();
        return rest.read(sink, count);
      }

      @Override
      public Timeout timeout() {
        return Timeout.NONE;
      }

      @Override
      public void close() {}
    });
    source.require(text.length());
    return new SseReader(source, LONG);
  }

  @Test
  void readsEveryFormOfEvent() throws IOException {
    assertThat(read("data: a\n\ndata:b\n\ndata:  c\n\n")).containsExactly("a", "b", " c");
    assertThat(read("event: x\ndata: a\nid: 1\nretry: 5\nfoo\n\n")).containsExactly("a");
    assertThat(read("data: a\nevent: x\n\n")).containsExactly("a");
    assertThat(read(": hi\n\n:\n\n\ndata: a\n: no\n\n\n\ndata: b\n\n")).containsExactly("a", "b");
    assertThat(read("data: a\ndata:\ndata: b\ndata\ndata: c\n\n")).containsExactly("a\n\nb\n\nc");
    assertThat(read("data:\n\ndata\n\ndata: \n\ndata: x\n\n")).containsExactly("x");
    assertThat(read("database: a\n\ndat: b\n\nDATA: c\n\n")).isEmpty();
    assertThat(read("data: é☃😀\n\n")).containsExactly("é☃😀");
  }

  @Test
  void readsEveryLineEnd() throws IOException {
    assertThat(read("data: a\r\ndata: b\r\n\r\ndata: c\n\n")).containsExactly("a\nb", "c");
    assertThat(read("data: a\rdata: b\r\rdata: c\r\r ")).containsExactly("a\nb", "c");
  }

  @Test
  void leavesOutWhatIsNotFinished() throws IOException {
    assertThat(read("data: a\n\ndata: b")).containsExactly("a");
    assertThat(read("data: a\n\ndata: b\n")).containsExactly("a");
    assertThat(read("data: a\r\rdata: b\r\r")).containsExactly("a");
    assertThat(read("")).isEmpty();
  }

  @Test
  void givesNothingOfAStreamWithAByteOrderMark() throws IOException {
    assertThat(read("\ufeffdata: a\n\ndata: b\n\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 64})
  void doesNotCareWhereTheBytesAreSplit(int size) throws IOException {
    String text =
        ": c\r\nevent: e\r\ndata: {\"a\":\"é☃😀\"}\r\n\r\ndata: x\ndata: y\n\ndata:z\r\rdata: q\n\n";

    assertThat(read(new Pieces(text.getBytes(StandardCharsets.UTF_8), size)))
        .containsExactly("{\"a\":\"é☃😀\"}", "x\ny", "z", "q");
  }

  @Test
  void movesAndGrowsWithoutLosingAByte() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String value = i + "x".repeat(i * 97 % 40_000);
      text.append("event: e\ndata: ").append(value).append('\n');
      text.append(":").append("c".repeat(i * 31 % 5_000)).append('\n');
      text.append("data: second\n\n");
      expected.add(value + "\nsecond");
    }

    assertThat(read(new Pieces(text.toString().getBytes(StandardCharsets.UTF_8), 1 << 13)))
        .isEqualTo(expected);
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] bytes = "data: a\n\ndata: \"?\"\n\n".getBytes(StandardCharsets.US_ASCII);
    bytes[16] = (byte) 0xff;

    assertThatThrownBy(() -> read(new Pieces(bytes, 100)))
        .isInstanceOf(SseException.class)
        .hasMessage("UTF8 error: invalid utf-8 sequence of 1 bytes from index 0");
  }

  @Test
  void boundsTheMemoryOfAGigabyteWithoutALineEnd() {
    for (String start : new String[] {"", "data: ", ": ", "data: a\n: "}) {
      Endless endless = new Endless(start, 1L << 30);

      assertThatThrownBy(() -> read(endless))
          .isInstanceOf(SseException.class)
          .hasMessage("an event is larger than 67108864 bytes");
      assertThat(endless.read).isLessThan(SseReader.MAX_EVENT_BYTES + (1L << 16));
    }
  }

  @Test
  void doesNotKeepCommentsThatComeBetweenTheLinesOfAnEvent() throws IOException {
    String comments = (":" + "c".repeat(99) + "\n").repeat(200_000);

    assertThat(read("data: a\n" + comments + "data: b\n\n")).containsExactly("a\nb");
  }

  private static List<String> read(String text) throws IOException {
    return read(new Buffer().writeUtf8(text));
  }

  private static List<String> read(Source source) throws IOException {
    SseReader reader = new SseReader(Okio.buffer(source), LONG);
    List<String> events = new ArrayList<>();
    while (reader.next()) {
      events.add(
          new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8));
    }
    return events;
  }

  /** Gives bytes out in pieces of one size. */
  private static final class Pieces implements Source {
    private final byte[] bytes;
    private final int size;
    private int at;

    Pieces(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    @Override
    public long read(Buffer sink, long count) {
      if (at == bytes.length) {
        return -1;
      }
      int length = (int) Math.min(Math.min(size, count), bytes.length - at);
      sink.write(bytes, at, length);
      at += length;
      return length;
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }

  /** A start and then one letter, over and over. */
  private static final class Endless implements Source {
    private static final byte[] BLOCK = new byte[8192];

    static {
      Arrays.fill(BLOCK, (byte) 'x');
    }

    private final String start;
    private final long size;
    long read;

    Endless(String start, long size) {
      this.start = start;
      this.size = size;
    }

    @Override
    public long read(Buffer sink, long count) {
      if (read == 0 && !start.isEmpty()) {
        sink.writeUtf8(start);
        read = start.length();
        return read;
      }
      if (read >= size) {
        return -1;
      }
      int length = (int) Math.min(BLOCK.length, count);
      sink.write(BLOCK, 0, length);
      read += length;
      return length;
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }
}
