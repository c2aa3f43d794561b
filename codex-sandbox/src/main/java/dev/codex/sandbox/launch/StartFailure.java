package dev.codex.sandbox.launch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the operating system did not start a program, which Java says in a message only. */
public final class StartFailure {

  public static final int NOT_FOUND = 2;
  public static final int TOO_LONG = 7;
  public static final int NO_ACCESS = 13;

  static final int BUSY = 26;

  private static final int NOT_PERMITTED = 1;
  private static final int NOT_A_PROGRAM = 8;
  private static final Set<Integer> LASTING = Set.of(NOT_PERMITTED, NOT_A_PROGRAM, NO_ACCESS);

  /** In JDK 17 to 21, and in later ones. */
  private static final Pattern NUMBER = Pattern.compile("error(?:=|: )([0-9]{1,4})\\b");

  private StartFailure() {}

  /** The number of the error; 0 if it is none of the operating system. */
  public static int number(IOException failure) {
    Matcher matcher = NUMBER.matcher(String.valueOf(failure.getMessage()));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Whether it will be the same another time, unlike where processes or memory are short. */
  static boolean isLasting(IOException failure) {
    return failure instanceof NoLauncherException
        || failure instanceof AccessDeniedException
        || LASTING.contains(number(failure));
  }
}
