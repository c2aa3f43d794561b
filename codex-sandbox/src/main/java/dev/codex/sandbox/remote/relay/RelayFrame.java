package dev.codex.sandbox.remote.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A frame of the relay: protobuf {@code RelayMessageFrame}, by hand, since there is this one
 * message and a protobuf runtime would be bigger than all of the client.
 *
 * @param ack the next number that is expected from the other side
 * @param ackBits which of the 32 after that came already
 */
record RelayFrame(String streamId, long ack, long ackBits, Body body) {

  private static final int VERSION = 1;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** What the frame is about. */
  sealed interface Body {

    /** One segment of a message. */
    record Data(long sequence, int segment, int segments, byte[] payload) implements Body {}

    /** Nothing but the acknowledgement. */
    record Ack() implements Body {}

    /** Claims the stream. */
    record Resume(long nextSequence) implements Body {}

    /** The other side is gone. */
    record Reset(String reason) implements Body {}

    /** A sign of life. */
    record Heartbeat() implements Body {}

    /** Part of an encrypted stream's beginning. */
    record Handshake(byte[] payload) implements Body {}

    /** Something newer. */
    record Unknown() implements Body {}
  }

  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    number(out, 1, VERSION);
    bytes(out, 2, streamId.getBytes(StandardCharsets.UTF_8));
    number(out, 3, ack);
    number(out, 4, ackBits);
    ByteArrayOutputStream inner = new ByteArrayOutputStream(64);
    int field;
    if (body instanceof Body.Data data) {
      field = 5;
      number(inner, 1, data.sequence());
      number(inner, 2, data.segment());
      number(inner, 3, data.segments());
      bytes(inner, 4, data.payload());
    } else if (body instanceof Body.Resume resume) {
      field = 7;
      number(inner, 1, resume.nextSequence());
    } else if (body instanceof Body.Reset reset) {
      field = 8;
      bytes(inner, 1, reset.reason().getBytes(StandardCharsets.UTF_8));
    } else if (body instanceof Body.Handshake handshake) {
      field = 10;
      bytes(inner, 1, handshake.payload());
    } else {
      field = body instanceof Body.Heartbeat ? 9 : 6;
    }
    tag(out, field, BYTES);
    varint(out, inner.size());
    out.writeBytes(inner.toByteArray());
    return out.toByteArray();
  }

  private static void tag(ByteArrayOutputStream out, int field, int type) {
    varint(out, (long) field << 3 | type);
  }

  /** Proto3 leaves out what is zero. */
  private static void number(ByteArrayOutputStream out, int field, long value) {
    if (value != 0) {
      tag(out, field, VARINT);
      varint(out, value);
    }
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    if (value.length > 0) {
      tag(out, field, BYTES);
      varint(out, value.length);
      out.writeBytes(value);
    }
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Reads a frame. */
  static RelayFrame decode(byte[] frame) throws IOException {
    Reader reader = new Reader(frame);
    String streamId = "";
    long ack = 0;
    long ackBits = 0;
    Body body = new Body.Unknown();
    int field;
    while ((field = reader.next()) != 0) {
      switch (field) {
        case 1 -> {
          if (reader.number != VERSION) {
            throw new IOException("a relay frame of version " + reader.number);
          }
        }
        case 2 -> streamId = new String(reader.bytes, StandardCharsets.UTF_8);
        case 3 -> ack = reader.number;
        case 4 -> ackBits = reader.number;
        case 5 -> body = data(reader.bytes);
        case 6 -> body = new Body.Ack();
        case 7 -> body = new Body.Resume(first(reader.bytes).number);
        case 8 ->
          body = new Body.Reset(new String(first(reader.bytes).bytes, StandardCharsets.UTF_8));
        case 9 -> body = new Body.Heartbeat();
        case 10 -> body = new Body.Handshake(first(reader.bytes).bytes);
        default -> {
          // trace parents and what may come
        }
      }
    }
    return new RelayFrame(streamId, ack, ackBits, body);
  }

  private static Reader first(byte[] message) throws IOException {
    Reader reader = new Reader(message);
    reader.next();
    return reader;
  }

  private static Body data(byte[] message) throws IOException {
    Reader reader = new Reader(message);
    long sequence = 0;
    long segment = 0;
    long segments = 0;
    byte[] payload = new byte[0];
    int field;
    while ((field = reader.next()) != 0) {
      switch (field) {
        case 1 -> sequence = reader.number;
        case 2 -> segment = reader.number;
        case 3 -> segments = reader.number;
        case 4 -> payload = reader.bytes;
        default -> {
          // newer
        }
      }
    }
    if (segments < 1 || segments > 1 << 16 || segment < 0 || segment >= segments) {
      throw new IOException("segment " + segment + " of " + segments + " makes no sense");
    }
    return new Body.Data(sequence, (int) segment, (int) segments, payload);
  }

  /** Goes from field to field. */
  private static final class Reader {
    private final byte[] source;
    private int at;
    private long number;
    private byte[] bytes = new byte[0];

    Reader(byte[] source) {
      this.source = source;
    }

    /** The next field's number, with its value in place; 0 at the end. */
    int next() throws IOException {
      if (at >= source.length) {
        return 0;
      }
      long tag = varint();
      number = 0;
      bytes = new byte[0];
      switch ((int) (tag & 7)) {
        case VARINT -> number = varint();
        case BYTES -> bytes = take(varint());
        case FIXED64 -> take(8);
        case FIXED32 -> take(4);
        default -> throw new IOException("a relay frame has a field of an unknown kind");
      }
      if (tag >>> 3 == 0 || tag >>> 3 > 1 << 20) {
        throw new IOException("a relay frame has a field without a number");
      }
      return (int) (tag >>> 3);
    }

    private byte[] take(long length) throws IOException {
      if (length < 0 || length > source.length - at) {
        throw new IOException("a relay frame is cut off");
      }
      byte[] part = Arrays.copyOfRange(source, at, at + (int) length);
      at += (int) length;
      return part;
    }

    private long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= source.length) {
          throw new IOException("a relay frame is cut off");
        }
        byte next = source[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IOException("a number in a relay frame is too long");
    }
  }
}
