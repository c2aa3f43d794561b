package dev.codex.tools.shell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Passes output on as text while it arrives, in pieces that end between two characters. Falls
 * silent after a mebibyte or 10,000 pieces: whoever watches keeps every piece.
 */
final class OutputDeltas {

  /** The most that one piece is made of. */
  static final int MAX_BYTES = 8 << 10;

  private static final int MAX_TOTAL = 1 << 20;
  private static final int MAX_PIECES = 10_000;

  private final Consumer<String> listener;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8
      .newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE)
      .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** Holds the beginning of a character whose end has not come yet. */
  private final ByteBuffer input = ByteBuffer.allocate(MAX_BYTES + 4);

  private final CharBuffer text = CharBuffer.allocate(MAX_BYTES + 4);
  private int total;
  private int pieces;

  OutputDeltas(Consumer<String> listener) {
    this.listener = listener;
  }

  /** At most {@link #MAX_BYTES} at once. */
  void append(byte[] bytes, int length) {
    if (total >= MAX_TOTAL || pieces >= MAX_PIECES) {
      return;
    }
    total += length;
    input.put(bytes, 0, length).flip();
    decoder.decode(input, text, false);
    input.compact();
    emit();
  }

  /** No more will come. */
  void end() {
    if (total == 0) {
      return;
    }
    input.flip();
    decoder.decode(input, text, true);
    decoder.flush(text);
    emit();
  }

  private void emit() {
    if (text.flip().hasRemaining() && pieces < MAX_PIECES) {
      pieces++;
      listener.accept(text.toString());
    }
    text.clear();
  }
}
