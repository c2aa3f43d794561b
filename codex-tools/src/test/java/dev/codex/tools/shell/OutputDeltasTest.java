package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputDeltasTest {

  private final List<String> pieces = new ArrayList<>();
  private final OutputDeltas deltas = new OutputDeltas(pieces::add);

  @Test
  void aCharacterArrivesWhenItIsWhole() {
    for (byte b : "é😀x".getBytes(StandardCharsets.UTF_8)) {
      deltas.append(new byte[] {b}, 1);
    }
    deltas.end();

    assertThat(pieces).containsExactly("é", "😀", "x");
  }

  @Test
  void halfACharacterAtTheEndIsReplaced() {
    deltas.append(new byte[] {'a', (byte) 0xe2, (byte) 0x82}, 3);
    deltas.end();

    assertThat(pieces).containsExactly("a", "\uFFFD");
  }

  @Test
  void nothingIsPassedOnBeyondAMebibyte() {
    byte[] chunk = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 200; i++) {
      deltas.append(chunk, chunk.length);
    }
    deltas.end();

    assertThat(pieces).hasSize(128).allMatch(piece -> piece.length() == 8192);
  }
}
