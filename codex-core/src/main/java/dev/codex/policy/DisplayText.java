package dev.codex.policy;

/**
 * Text of a model or of a file, made safe to be shown to whoever decides: nothing in it can move
 * the cursor, reverse the reading direction, hide, or look like another line of a dialog.
 */
public final class DisplayText {

  private DisplayText() {}

  /** One line in which every character that is not plainly visible is written as an escape. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (c == '\n') {
      shown.append("\\n");
    } else if (c == '\t') {
      shown.append("\\t");
    } else if (c == '\\') {
      shown.append("\\\\"); // or an escape in the text would look like one of ours
    } else if (c == ' ' || isVisible(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append(String.format("\\u{%x}", c));
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR -> false;
      default -> !isBlank(c);
    };
  }

  /** Letters and marks that fonts draw as nothing. */
  private static boolean isBlank(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || c >= 0x180B && c <= 0x180F
        || c == 0x2800
        || c == 0x3164
        || c >= 0xFE00 && c <= 0xFE0F
        || c == 0xFFA0
        || c >= 0xE0100 && c <= 0xE01EF;
  }
}
