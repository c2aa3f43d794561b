package dev.codex.tools.patch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads patch text line by line; what an update consists of is left to {@link UpdateParser}. */
final class PatchParser {

  static final String ADD = "*** Add File: ";
  static final String DELETE = "*** Delete File: ";
  static final String UPDATE = "*** Update File: ";
  private static final String BEGIN = "*** Begin Patch";
  static final String END = "*** End Patch";
  private static final String ENVIRONMENT = "*** Environment ID:";

  private final List<Hunk> hunks = new ArrayList<>();
  private String environmentId = "";
  private int at;

  Patch parse(String text) {
    List<String> lines = body(Arrays.asList(Whitespace.trim(text).split("\n", -1)));
    boolean ended = false;
    at = 1;
    while (at < lines.size() - 1) {
      String line = Whitespace.trim(lines.get(at));
      if (ended) {
        if (!line.isEmpty()) {
          throw noEnd();
        }
        at++;
      } else if (line.equals(END)) {
        ended = true;
        at++;
      } else {
        readHunk(line, lines.subList(0, lines.size() - 1));
      }
    }
    return new Patch(environmentId, hunks);
  }

  /** The lines from begin to end, without a here-document around them. */
  private static List<String> body(List<String> all) {
    List<String> lines = all;
    if (!isBegin(lines.get(0)) && isHereDocument(lines)) {
      lines = lines.subList(1, lines.size() - 1);
    }
    if (!isBegin(lines.get(0)) && !(lines.size() == 1 && lines.get(0).isEmpty())) {
      throw PatchSyntaxException.whole("The first line of the patch must be '" + BEGIN + "'");
    }
    if (lines.size() < 2 || !Whitespace.trim(lines.get(lines.size() - 1)).equals(END)) {
      throw noEnd();
    }
    return lines;
  }

  private static boolean isBegin(String line) {
    return Whitespace.trim(line).equals(BEGIN);
  }

  private static boolean isHereDocument(List<String> lines) {
    String first = withoutReturns(lines.get(0));
    return lines.size() >= 4
        && (first.equals("<<EOF") || first.equals("<<'EOF'") || first.equals("<<\"EOF\""))
        && lines.get(lines.size() - 1).endsWith("EOF");
  }

  private static PatchSyntaxException noEnd() {
    return PatchSyntaxException.whole("The last line of the patch must be '" + END + "'");
  }

  private void readHunk(String header, List<String> lines) {
    int number = at + 1;
    at++;
    if (hasPath(header, ADD)) {
      List<String> added = new ArrayList<>();
      while (at < lines.size() && lines.get(at).startsWith("+")) {
        added.add(withoutReturns(lines.get(at++)).substring(1));
      }
      hunks.add(new Hunk.Add(header.substring(ADD.length()), added));
    } else if (hasPath(header, DELETE)) {
      hunks.add(new Hunk.Delete(header.substring(DELETE.length())));
    } else if (hasPath(header, UPDATE)) {
      UpdateParser update = new UpdateParser(header.substring(UPDATE.length()), number);
      while (at < lines.size() && !endsUpdate(lines.get(at))) {
        update.read(withoutReturns(lines.get(at)), at + 1);
        at++;
      }
      String next = at < lines.size() ? withoutReturns(lines.get(at)) : END;
      hunks.add(update.finish(next, at + 1));
    } else if (header.startsWith(ENVIRONMENT) && hunks.isEmpty()) {
      readEnvironment(header.substring(ENVIRONMENT.length()));
    } else {
      throw PatchSyntaxException.at(
          number,
          "'"
              + header
              + "' is not a valid hunk header. Valid hunk headers: '*** Add File: {path}',"
              + " '*** Delete File: {path}', '*** Update File: {path}'");
    }
  }

  private void readEnvironment(String rest) {
    String id = Whitespace.trim(rest);
    if (id.isEmpty()) {
      throw PatchSyntaxException.whole("apply_patch environment_id cannot be empty");
    }
    if (!environmentId.isEmpty()) {
      throw PatchSyntaxException.whole(
          "apply_patch environment_id cannot be specified more than once");
    }
    environmentId = id;
  }

  private static boolean hasPath(String header, String prefix) {
    return header.length() > prefix.length() && header.startsWith(prefix);
  }

  /** Inside an update only what begins in the first column is a new header. */
  private static boolean endsUpdate(String line) {
    if (!line.startsWith("*** ")) {
      return false;
    }
    String header = Whitespace.trim(line);
    return header.equals(END)
        || hasPath(header, ADD)
        || hasPath(header, DELETE)
        || hasPath(header, UPDATE);
  }

  /** A patch never brings carriage returns into a file: it may have come through Windows. */
  static String withoutReturns(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }
}
