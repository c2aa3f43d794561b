package dev.codex.tools.patch;

import java.util.List;

/**
 * A parsed patch.
 *
 * @param environmentId the executor that the patch names; empty if it names none
 * @param hunks in the order of the text; none is possible
 */
public record Patch(String environmentId, List<Hunk> hunks) {

  public Patch {
    hunks = List.copyOf(hunks);
  }

  /**
   * Reads a patch. White space around it, line ends of any kind and one pair of {@code <<EOF} and
   * {@code EOF} lines around it are forgiven.
   *
   * @throws PatchSyntaxException naming the line
   */
  public static Patch parse(String text) {
    return new PatchParser().parse(text);
  }
}
