package dev.codex.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatheredOutputTest {

  private final List<Integer> writes = new ArrayList<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final SpareBuffers buffers = new SpareBuffers(GatheredOutput.CAPACITY);
  private final GatheredOutput output = new GatheredOutput(
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("one by one");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          if (broken) {
            throw new IOException("broken");
          }
          writes.add(length);
          sent.write(bytes, offset, length);
        }
      },
      buffers);
  private boolean broken;

  @Test
  void headersAndBodyGoOutTogether() throws IOException {
    output.write(new byte[300]);
    output.write(new byte[8_191]);
    output.write(new byte[30_000]);
    assertThat(writes).isEmpty();
    output.flush();

    assertThat(writes).containsExactly(300 + 8_191 + 30_000);
  }

  @Test
  void segmentsOfALargeBodyGoOutTogether() throws IOException {
    for (int i = 0; i < 20; i++) {
      output.write(new byte[8_192]);
    }
    output.write(new byte[100]);
    output.flush();

    assertThat(writes).containsExactly(65_536, 65_536, 4 * 8_192 + 100);
  }

  @Test
  void aBufferIsFreeForOthersBetweenRequestsOnly() throws IOException {
    byte[] first = buffers.take();
    buffers.giveBack(first);
    output.write(new byte[300]);
    assertThat(buffers.take()).isNotSameAs(first);
    output.flush();

    assertThat(buffers.take()).isSameAs(first);
  }

  @Test
  void aBufferThatWasNotSentIsNeverUsedAgain() {
    byte[] first = buffers.take();
    buffers.giveBack(first);
    broken = true;

    assertThatIOException().isThrownBy(() -> {
      output.write(new byte[300]);
      output.flush();
    });
    assertThat(buffers.take()).isNotSameAs(first);
  }

  @Test
  void nothingIsLostOrMovedWhateverTheSizes() throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 2_000; i++) {
      byte[] piece = new byte[random.nextInt(random.nextInt(10) == 0 ? 200_000 : 12_000)];
      random.nextBytes(piece);
      expected.write(piece);
      output.write(piece);
      if (random.nextInt(20) == 0) {
        output.write(42);
        expected.write(42);
        output.flush();
        assertThat(sent.size()).isEqualTo(expected.size());
      }
    }
    output.close();

    assertThat(sent.toByteArray()).isEqualTo(expected.toByteArray());
  }
}
