package dev.codex.tools.patch;

/**
 * Lines of a patch that are in the file with other blanks or signs only.
 *
 * @param line the first of them in the file as it was, from 1 on
 */
record Fuzz(int line, Leniency leniency) {

  String text(String path) {
    String difference = switch (leniency) {
      case NONE -> "no other signs";
      case TRAILING_SPACE -> "other blanks at line ends";
      case SURROUNDING_SPACE -> "another indentation";
      case TYPOGRAPHY -> "other dashes, quotes or blanks";
    };
    return path + ", line " + line + ": found only with " + difference
        + " than in the patch. Lines that it keeps were left as the file has them.";
  }
}
