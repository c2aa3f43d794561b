package dev.codex.tools.shell.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapturedOutputTest {

  private static CapturedOutput captured(byte[] bytes, int chunk) {
    CapturedOutput output = new CapturedOutput();
    byte[] buffer = new byte[chunk];
    for (int from = 0; from < bytes.length; from += chunk) {
      int length = Math.min(chunk, bytes.length - from);
      System.arraycopy(bytes, from, buffer, 0, length);
      output.append(buffer, length);
    }
    return output;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aMebibyteIsKeptWhole() {
    String text = "0123456789abcde\n".repeat(1 << 16);

    CapturedOutput output = captured(utf8(text), 777);

    assertThat(output.text().whole()).isEqualTo(text);
    assertThat(output.text().tokens()).isEqualTo(1 << 18);
    assertThat(output.lines()).isEqualTo(1 << 16);
  }

  @Test
  void beyondThatTheBeginningAndTheEndAreKept() {
    byte[] bytes = new byte[3_000_001];
    new Random(1).ints(bytes.length, 'a', 'z').forEach(new java.util.function.IntConsumer() {
      private int at;

      @Override
      public void accept(int letter) {
        bytes[at++] = (byte) letter;
      }
    });
    String all = new String(bytes, StandardCharsets.US_ASCII);

    for (int chunk : new int[] {1000, 8192, 700_000, 3_000_001}) {
      TokenText text = captured(bytes, chunk).text();

      assertThat(text.bytes()).isEqualTo(3_000_001);
      assertThat(text.whole())
          .isEqualTo(all.substring(0, 1 << 19)
              + "\n... 1951425 bytes omitted ...\n"
              + all.substring(all.length() - (1 << 19)));
      assertThat(text.cutTo(10))
          .isEqualTo(all.substring(0, 20)
              + "…262142 tokens truncated…"
              + all.substring(all.length() - 20));
    }
  }

  @Test
  void charactersAreNeverCutInTwo() {
    TokenText text = captured(utf8("aé€😀".repeat(10)), 3).text();

    assertThat(text.cutTo(3)).isEqualTo("aé€…22 tokens truncated…😀");
    assertThat(text.cutTo(1)).isEqualTo("a…24 tokens truncated…");
  }

  @Test
  void charactersAtTheSeamsOfTheRingStayWhole() {
    String text = "a" + "é".repeat(1 << 20);

    TokenText kept = captured(utf8(text), 1000).text();

    assertThat(kept.bytes()).isEqualTo((1 << 21) + 1);
    assertThat(kept.whole()).doesNotContain("\uFFFD").startsWith("aé").endsWith("é");
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    TokenText text = captured(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82}, 2)
        .text();

    assertThat(text.whole()).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(text.bytes()).isEqualTo(8);
    assertThat(text.tokens()).isEqualTo(2);
  }

  @Test
  void theLastLineCountsWithoutItsEnd() {
    assertThat(captured(utf8(""), 1).lines()).isZero();
    assertThat(captured(utf8("a"), 1).lines()).isEqualTo(1);
    assertThat(captured(utf8("a\nb"), 1).lines()).isEqualTo(2);
    assertThat(captured(utf8("a\nb\n"), 1).lines()).isEqualTo(2);
  }
}
