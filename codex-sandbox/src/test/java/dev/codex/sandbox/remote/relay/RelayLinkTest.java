package dev.codex.sandbox.remote.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.internal.rpc.Link;
import dev.codex.sandbox.remote.relay.RelayFrame.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelayLinkTest {

  private final List<RelayFrame> sent = new ArrayList<>();
  private final List<String> received = new ArrayList<>();
  private Link.Listener relay;
  private boolean closed;

  private RelayLink open() throws IOException {
    return RelayLink.open(
        listener -> {
          relay = listener;
          return new Link() {
            @Override
            public void send(byte[] message) throws IOException {
              sent.add(RelayFrame.decode(message));
            }

            @Override
            public void close() {
              closed = true;
            }
          };
        },
        new Link.Listener() {
          @Override
          public void message(byte[] message) {
            received.add(new String(message, StandardCharsets.UTF_8));
          }

          @Override
          public void closed(String reason) {}
        },
        new Random(1));
  }

  private void deliver(long sequence, int segment, int segments, String text) {
    relay.message(new RelayFrame(
            sent.get(0).streamId(),
            0,
            0,
            new Body.Data(sequence, segment, segments, text.getBytes(StandardCharsets.UTF_8)))
        .encode());
  }

  @Test
  void aStreamIsClaimedBeforeAnythingElse() throws IOException {
    open();

    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).body()).isEqualTo(new Body.Resume(0));
    assertThat(sent.get(0).streamId()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
  }

  @Test
  void aLongMessageGoesInSegmentsAndIsPutTogetherAgain() throws IOException {
    RelayLink link = open();
    String text = "0123456789".repeat(20_000);
    link.send(text.getBytes(StandardCharsets.UTF_8));
    List<RelayFrame> data = new ArrayList<>(sent.subList(1, sent.size()));
    assertThat(data).hasSizeGreaterThan(3);

    Collections.shuffle(data, new Random(2));
    data.forEach(frame -> relay.message(frame.encode()));
    data.forEach(frame -> relay.message(frame.encode()));

    assertThat(received).containsExactly(text);
  }

  @Test
  void whatCameIsAcknowledged() throws IOException {
    open();

    deliver(0, 0, 1, "a");
    deliver(3, 0, 1, "d");
    deliver(1, 0, 1, "b");

    RelayFrame last = sent.get(sent.size() - 1);
    assertThat(last.body()).isEqualTo(new Body.Ack());
    assertThat(last.ack()).isEqualTo(2);
    assertThat(last.ackBits()).isEqualTo(1);
    assertThat(received).containsExactly("a", "b");
  }

  @Test
  void aResetEndsTheLink() throws IOException {
    open();

    relay.message(new RelayFrame(sent.get(0).streamId(), 0, 0, new Body.Reset("gone")).encode());

    assertThat(closed).isTrue();
  }

  @Test
  void framesOfOtherStreamsAreLeftAside() throws IOException {
    open();

    relay.message(new RelayFrame("other", 0, 0, new Body.Data(0, 0, 1, new byte[] {'x'})).encode());

    assertThat(received).isEmpty();
    assertThat(closed).isFalse();
  }

  @Test
  void damagedFramesAreRefused() {
    byte[] whole =
        new RelayFrame("s", 300, 7, new Body.Data(1L << 40, 2, 3, new byte[200])).encode();
    for (int length = 1; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      try {
        RelayFrame.decode(part);
      } catch (IOException e) {
        continue;
      }
      // what is cut between two fields is a shorter frame
      assertThat(length).isLessThan(20);
    }
    assertThatThrownBy(() -> RelayFrame.decode(new byte[] {8, 2}))
        .hasMessageContaining("version 2");
  }
}
