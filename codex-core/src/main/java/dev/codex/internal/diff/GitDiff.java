package dev.codex.internal.diff;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The diff of one file as {@code git diff --full-index} says it. */
public final class GitDiff {

  private static final String NO_BLOB = "0".repeat(40);
  private static final int CONTEXT = 3;
  private static final int SYMBOLIC_LINK = 0120000;

  private GitDiff() {}

  /**
   * One end of a change.
   *
   * @param path as the diff shall spell it, with slashes
   * @param mode type and permissions as git keeps them: 0100644, 0100755 or 0120000
   * @param content of a file, or the target of a link
   */
  public record Side(String path, int mode, byte[] content) {

    /** A file. */
    public static Side file(String path, boolean executable, byte[] content) {
      return new Side(path, executable ? 0100755 : 0100644, content);
    }

    /** A symbolic link. */
    public static Side link(String path, String target) {
      return new Side(path, SYMBOLIC_LINK, target.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The diff of a file that was not there before. */
  public static String added(Side after) {
    return head(after.path, after.path)
        + "new file mode "
        + mode(after)
        + "\n"
        + body(End.NOTHING, new End("b/" + after.path, after.content));
  }

  /** The diff of a file that is no longer there. */
  public static String deleted(Side before) {
    return head(before.path, before.path)
        + "deleted file mode "
        + mode(before)
        + "\n"
        + body(new End("a/" + before.path, before.content), End.NOTHING);
  }

  /** The diff of a file that has changed or moved; empty if it has not. */
  public static String changed(Side before, Side after) {
    boolean sameContent = Arrays.equals(before.content, after.content);
    boolean sameMode = before.mode == after.mode;
    if (sameMode && sameContent && before.path.equals(after.path)) {
      return "";
    }
    String modes = sameMode ? "" : "old mode " + mode(before) + "\nnew mode " + mode(after) + "\n";
    if (sameContent) {
      String moved = before.path.equals(after.path)
          ? ""
          : "similarity index 100%\nrename from " + before.path + "\nrename to " + after.path
              + "\n";
      return head(before.path, after.path) + modes + moved;
    }
    return head(before.path, after.path)
        + modes
        + body(
            new End("a/" + before.path, before.content), new End("b/" + after.path, after.content));
  }

  private static String head(String before, String after) {
    return "diff --git a/" + before + " b/" + after + "\n";
  }

  private static String mode(Side side) {
    return Integer.toOctalString(side.mode);
  }

  /** A name and a content under it. */
  private record End(String name, byte[] content) {
    static final End NOTHING = new End("/dev/null", new byte[0]);

    String blob() {
      return name.equals(NOTHING.name) ? NO_BLOB : GitDiff.blob(content);
    }
  }

  private static String body(End before, End after) {
    String index = "index " + before.blob() + ".." + after.blob() + "\n";
    if (!isText(before.content) || !isText(after.content)) {
      return index + "Binary files " + before.name + " and " + after.name + " differ\n";
    }
    String hunks = UnifiedDiff.of(before.content, after.content, CONTEXT);
    return hunks.isEmpty()
        ? index
        : index + "--- " + before.name + "\n+++ " + after.name + "\n" + hunks;
  }

  /** Whether this is UTF-8, which is what Codex shows; git would also refuse a zero byte. */
  public static boolean isText(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String blob(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1.", e);
    }
  }
}
