package dev.codex.sandbox.remote.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes messages of the segments of one direction: each has a number, they may come in any order
 * and twice, and the segments of a message follow each other.
 */
final class Reassembly {

  private static final int MAX_AHEAD = 1024;
  private static final int MAX_MESSAGE = 64 << 20;

  private final TreeMap<Long, RelayFrame.Body.Data> ahead = new TreeMap<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private long next;
  private int segment;

  /** The number that comes next. */
  long next() {
    return next;
  }

  /** Which of the 32 numbers after the next are here already, lowest bit first. */
  long aheadBits() {
    long bits = 0;
    for (long sequence : ahead.keySet()) {
      long distance = sequence - next - 1;
      if (distance >= 0 && distance < 32) {
        bits |= 1L << distance;
      }
    }
    return bits;
  }

  /** The messages that this segment completes. */
  List<byte[]> accept(RelayFrame.Body.Data data) throws IOException {
    List<byte[]> done = new ArrayList<>(1);
    if (data.sequence() < next) {
      return done;
    }
    if (data.sequence() - next > MAX_AHEAD) {
      throw new IOException(
          "the relay delivered segment " + data.sequence() + " when " + next + " was missing");
    }
    ahead.putIfAbsent(data.sequence(), data);
    RelayFrame.Body.Data current;
    while ((current = ahead.remove(next)) != null) {
      next++;
      add(current, done);
    }
    return done;
  }

  private void add(RelayFrame.Body.Data data, List<byte[]> done) throws IOException {
    if (data.segment() != segment) {
      throw new IOException("segment " + data.segment() + " came where " + segment + " belongs");
    }
    if (message.size() + data.payload().length > MAX_MESSAGE) {
      throw new IOException("a message of more than " + MAX_MESSAGE + " bytes came");
    }
    message.writeBytes(data.payload());
    segment++;
    if (segment == data.segments()) {
      done.add(message.toByteArray());
      message.reset();
      segment = 0;
    }
  }
}
