package dev.codex.internal.turn;

import dev.codex.item.ToolCall;
import java.util.List;

/**
 * Tells whether a round of calls is the same as the one before. Two lines that Codex puts into
 * every command's output differ each time and say nothing about progress; they do not count.
 */
final class Fingerprint {

  private long hash = 1;

  void add(ToolCall call, String output) {
    add(call.name());
    add(call.input());
    List<String> lines = output.lines().limit(2_000).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean header = i < 2 && (line.startsWith("Chunk ID: ") || line.startsWith("Wall time: "));
      if (!header) {
        add(line);
      }
    }
  }

  private void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 0x100000001B3L ^ text.charAt(i);
    }
    hash = hash * 0x100000001B3L ^ 0x1F;
  }

  @Override
  public String toString() {
    return Long.toHexString(hash);
  }
}
