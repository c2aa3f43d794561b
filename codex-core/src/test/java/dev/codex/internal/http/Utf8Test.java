package dev.codex.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void agreesWithTheJdkOnEveryKindOfBytes() {
    Random random = new Random(7);
    int[] interesting = {
      0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xa0, 0x9f, 0xed, 0xef, 0xf0, 0x90, 0x8f, 0xf4,
      0xf5, 0xff
    };
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) interesting[random.nextInt(interesting.length)];
      }

      assertThat(Utf8.firstError(bytes, 0, bytes.length) == 0)
          .as("%s", (Object) bytes)
          .isEqualTo(isUtf8(bytes));
    }
  }

  @Test
  void tellsHowLongTheWrongSequenceIs() {
    assertThat(firstError(0x41, 0xff, 0xfe)).isEqualTo(1);
    assertThat(firstError(0xe2, 0x98, 0x41)).isEqualTo(2);
    assertThat(firstError(0xf0, 0x9f, 0x98, 0x41)).isEqualTo(3);
    assertThat(firstError(0xe2, 0x98, 0x83)).isZero();
  }

  private static int firstError(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Utf8.firstError(bytes, 0, bytes.length);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
