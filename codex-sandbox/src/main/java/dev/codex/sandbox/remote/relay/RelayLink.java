package dev.codex.sandbox.remote.relay;

import dev.codex.internal.rpc.Link;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A link through a relay: a stream of its own on a connection that carries frames. */
public final class RelayLink implements Link {

  /** What a relay takes in one frame without asking. */
  private static final int SEGMENT = 60 << 10;

  private final String streamId;
  private final ReentrantLock sending = new ReentrantLock();
  private final Reassembly incoming = new Reassembly(); // only the reading thread, after opening
  private volatile @Nullable Link frames; // set once
  private long sequence; // guarded by sending
  private volatile long ack;
  private volatile long ackBits;

  private RelayLink(String streamId) {
    this.streamId = streamId;
  }

  /** Opens the connection to the relay and claims a new stream on it. */
  public static RelayLink open(Link.Opener relay, Listener listener, RandomGenerator random)
      throws IOException {
    RelayLink link =
        new RelayLink(new UUID(version4(random.nextLong()), variant(random.nextLong())).toString());
    Link frames = relay.open(link.new Frames(listener));
    link.frames = frames;
    frames.send(link.frame(new RelayFrame.Body.Resume(0)));
    return link;
  }

  private static long version4(long bits) {
    return bits & ~0xf000L | 0x4000L;
  }

  private static long variant(long bits) {
    return bits & 0x3fffffffffffffffL | 0x8000000000000000L;
  }

  private byte[] frame(RelayFrame.Body body) {
    return new RelayFrame(streamId, ack, ackBits, body).encode();
  }

  private Link frames() throws IOException {
    Link open = frames;
    if (open == null) {
      throw new IOException("the relay is not connected yet");
    }
    return open;
  }

  @Override
  public void send(byte[] message) throws IOException {
    int segments = Math.max(1, (message.length + SEGMENT - 1) / SEGMENT);
    sending.lock();
    try {
      for (int i = 0; i < segments; i++) {
        byte[] part =
            Arrays.copyOfRange(message, i * SEGMENT, Math.min((i + 1) * SEGMENT, message.length));
        frames().send(frame(new RelayFrame.Body.Data(sequence++, i, segments, part)));
      }
    } finally {
      sending.unlock();
    }
  }

  @Override
  public void close() {
    Link open = frames;
    if (open != null) {
      try {
        open.send(frame(new RelayFrame.Body.Reset("closed")));
      } catch (IOException e) {
        // broken already
      }
      open.close();
    }
  }

  private final class Frames implements Listener {
    private final Listener listener;

    Frames(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void message(byte[] bytes) {
      try {
        RelayFrame frame = RelayFrame.decode(bytes);
        if (!frame.streamId().equals(streamId)) {
          return; // an old stream of somebody's
        }
        if (frame.body() instanceof RelayFrame.Body.Data data) {
          data(data);
        } else if (frame.body() instanceof RelayFrame.Body.Reset) {
          RelayLink.this.close();
        }
      } catch (IOException e) {
        RelayLink.this.close();
      }
    }

    private void data(RelayFrame.Body.Data data) throws IOException {
      for (byte[] message : incoming.accept(data)) {
        listener.message(message);
      }
      ack = incoming.next();
      ackBits = incoming.aheadBits();
      Link open = frames;
      if (open != null) {
        open.send(frame(new RelayFrame.Body.Ack()));
      }
    }

    @Override
    public void closed(String reason) {
      listener.closed(reason);
    }
  }
}
